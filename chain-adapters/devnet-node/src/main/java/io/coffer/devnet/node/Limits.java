// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

/** What the node takes at most. Beyond it a call is refused and the node goes on. */
final class Limits {
    /** Transactions that wait for a block, so also the most that one block holds. */
    static final int POOL_TRANSACTIONS = 20_000;

    /** Signed bytes of those. As JSON they are some six times as much, which a client of a block must take. */
    static final long POOL_BYTES = 8L << 20;

    /** How far a nonce may lie beyond the next that is free. */
    static final int NONCE_GAP = 64;

    /** Addresses with a balance, or unspent outputs, kept in memory. */
    static final int STATE_ENTRIES = 2_000_000;

    static final int REORG_DEPTH = 1_000;
    static final long REORG_BYTES = 32L << 20;
    static final int BLOCKS_PER_CALL = 10_000;
    static final int REPEATED_TRANSACTIONS = 10_000;

    static final int BODY_BYTES = 256 << 10;
    static final int IDS_PER_CALL = 2_000;
    static final int HELD_SUBMISSIONS = 10_000;
    static final int HUNG_REQUESTS = 1_000;
    static final int LISTED_COINS = 10_000;
    static final long BLOCK_TIME_MS = 3_600_000;

    static final long FILE_BYTES = 64L << 30;
    static final int RECORD_BYTES = 256 << 20;

    private Limits() {}
}
