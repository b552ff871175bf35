// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.request.Refusal;

/** What a request that changes something comes to. */
public sealed interface Answer<T> {
    /**
     * It was done.
     *
     * @param position journal position after which every read shows it
     * @param repeated whether an earlier request with the same key had done it already
     */
    record Done<T>(T value, long position, boolean repeated) implements Answer<T> {}

    /** A rule refuses it. */
    record Refused<T>(Refusal refusal, long position, boolean repeated) implements Answer<T> {}

    /** The key was used for another request before. */
    record KeyReused<T>(long position) implements Answer<T> {}
}
