// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.request;

import io.coffer.api.request.CommandId;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;

/** What keeps the address requests of one chain from each other's way. Any thread may call. */
final class AllocationLocks {
    private static final int STRIPES = 64;

    /** Requests share it; completing what a crash left excludes them, so that it does not mistake theirs for such. */
    private final ReadWriteLock allocating = new ReentrantReadWriteLock();

    private final Object[] stripes = new Object[STRIPES];

    AllocationLocks() {
        for (int i = 0; i < STRIPES; i++) {
            stripes[i] = new Object();
        }
    }

    ReadWriteLock allocating() {
        return allocating;
    }

    /** The lock that equal requests have in common. */
    Object of(CommandId request) {
        return stripes[Math.floorMod(request.hashCode(), STRIPES)];
    }
}
