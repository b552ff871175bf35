// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/**
 * Hears the outcome of one asynchronous submit, once, on the thread that committed it. Must be brief and must
 * not throw; it may submit.
 *
 * @param <R> the result
 */
public interface Completion<R> {
    /** The command is durable and applied. */
    void acknowledged(R result);

    /** The command is not acknowledged. */
    void failed(UnacknowledgedException cause);
}
