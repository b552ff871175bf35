// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** How ids are ordered, hashed and laid out in bytes. */
final class IdOrder {
    /** An entry: id, fingerprint and position, big endian. */
    static final int ENTRY_BYTES = 32;

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private IdOrder() {}

    /** Unsigned, the high half first. */
    static int compare(long high, long low, long otherHigh, long otherLow) {
        int byHigh = Long.compareUnsigned(high, otherHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(low, otherLow);
    }

    /** Spreads an id over 64 bits, as the finalizer of MurmurHash3 does; ids may be counted up by their callers. */
    static long mix(long high, long low) {
        long mixed = high ^ Long.rotateLeft(low * 0x9E3779B97F4A7C15L, 32);
        mixed = (mixed ^ (mixed >>> 33)) * 0xFF51AFD7ED558CCDL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xC4CEB9FE1A85EC53L;
        return mixed ^ (mixed >>> 33);
    }

    static void put(byte[] bytes, int offset, long high, long low, long fingerprint, long position) {
        putLong(bytes, offset, high);
        putLong(bytes, offset + 8, low);
        putLong(bytes, offset + 16, fingerprint);
        putLong(bytes, offset + 24, position);
    }

    static void putLong(byte[] bytes, int offset, long value) {
        LONG.set(bytes, offset, value);
    }

    static long longAt(byte[] bytes, int offset) {
        return (long) LONG.get(bytes, offset);
    }
}
