// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.util.function.LongSupplier;

/**
 * What a journal needs of the world around it.
 *
 * @param storage a folder of its own
 * @param monotonicNanos a clock that never goes back, such as {@code System::nanoTime}
 * @param journalIds random numbers; one is drawn when a new journal is made
 * @param events hears of warnings and changes of state
 */
public record JournalEnvironment(
        Storage storage, LongSupplier monotonicNanos, LongSupplier journalIds, JournalEvents events) {}
