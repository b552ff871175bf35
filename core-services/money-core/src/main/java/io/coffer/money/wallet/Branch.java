// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.Keyring;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.spi.chain.PublicKey;
import java.io.IOException;
import java.util.Arrays;
import java.util.NavigableSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The addresses of one keyring by their index: whom an index is for, and the packed address and key once they are
 * bound. Some 160 bytes an address.
 */
final class Branch {
    final Keyring keyring;
    private int[] owners = new int[16];
    private byte[] @Nullable [] bound = new byte[16][];
    private long[] boundAt = new long[16];
    private final NavigableSet<Integer> unbound = new TreeSet<>();
    private int size;

    Branch(Keyring keyring) {
        this.keyring = keyring;
    }

    /** How many indexes are reserved. */
    int size() {
        return size;
    }

    /** Reserves the next index for an account's number and returns it. */
    int reserve(int owner) {
        if (size == owners.length) {
            owners = Arrays.copyOf(owners, size * 2);
            bound = Arrays.copyOf(bound, size * 2);
            boundAt = Arrays.copyOf(boundAt, size * 2);
        }
        owners[size] = owner;
        unbound.add(size);
        return size++;
    }

    int owner(int index) {
        return owners[index];
    }

    boolean isBound(int index) {
        return bound[index] != null;
    }

    NavigableSet<Integer> unbound() {
        return unbound;
    }

    /** Journal position at which a bound index was bound. */
    long boundAt(int index) {
        return boundAt[index];
    }

    void bind(int index, String address, PublicKey key, long position) {
        BinaryOut out = new BinaryOut();
        out.text(address);
        Values.write(out, key);
        bind(index, out.toByteArray(), position);
    }

    private void bind(int index, byte[] packed, long position) {
        bound[index] = packed;
        boundAt[index] = position;
        unbound.remove(index);
    }

    /** Address and key of a bound index. */
    Bound at(int index) {
        byte[] packed = bound[index];
        if (packed == null) {
            throw new IllegalArgumentException("index " + index + " has no address");
        }
        try {
            BinaryIn in = new BinaryIn(packed);
            return new Bound(in.text(), Values.publicKey(in));
        } catch (IOException broken) {
            throw new IllegalStateException("a packed address cannot be read", broken);
        }
    }

    /** What is bound to an index. */
    record Bound(String address, PublicKey key) {}

    void writeTo(BinaryOut out) {
        Values.write(out, keyring);
        out.count(size);
        for (int index = 0; index < size; index++) {
            out.count(owners[index] + 1L);
            byte[] packed = bound[index];
            out.bytes(packed == null ? new byte[0] : packed);
            if (packed != null) {
                out.i64(boundAt[index]);
            }
        }
    }

    static Branch readFrom(BinaryIn in, int accounts) throws IOException {
        Branch branch = new Branch(Values.keyring(in));
        int size = in.count(Integer.MAX_VALUE);
        for (int index = 0; index < size; index++) {
            branch.reserve(in.count(accounts) - 1);
            byte[] packed = in.bytes(1 << 10);
            if (packed.length > 0) {
                branch.bind(index, packed, in.i64());
            }
        }
        return branch;
    }
}
