// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * The state machine as the group-commit engine sees it. All methods are called by one thread at a time,
 * with everything that an earlier call wrote visible; which thread it is changes.
 *
 * @param <C> a command
 * @param <R> what its client is answered; it carries the journal position if the client is to know it
 */
public interface CommandHandler<C, R> {
    /**
     * A command of the machine's own that must precede the next group, such as a Tick when the last one is
     * over a second old. Asked once before each group, when every earlier record has been applied; what is
     * returned is journaled and applied first, or forgotten if the group is refused (and then asked again).
     */
    Optional<C> due();

    /**
     * Writes the payload of the record into {@code into} from its position on. Decoding it on replay must
     * give an equal command. A command that is too long may run into BufferOverflowException.
     */
    void encode(C command, ByteBuffer into);

    /**
     * Applies a record that is durable. Positions come in order and without a gap. Whatever it throws stops
     * the engine: a refusal is a result, not an exception.
     */
    R apply(long position, long term, C command) throws IOException;
}
