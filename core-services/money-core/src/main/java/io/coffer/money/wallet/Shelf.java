// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.request.CommandId;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.ledger.DenseIndex;
import io.coffer.spi.chain.ChainId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Entries that live for a while and are then kept for ever: as objects while they are open, packed into bytes once they
 * rest. Numbered in the order in which they came.
 */
final class Shelf<E> {
    private static final int MAX_PACKED_BYTES = 1 << 24;

    private final Form<E> form;
    private final DenseIndex index = new DenseIndex();
    private final Map<Integer, E> open = new HashMap<>();
    private final Map<ChainId, NavigableMap<Integer, E>> openByChain = new HashMap<>();
    private final BinaryOut packer = new BinaryOut();
    private byte[] @Nullable [] resting = new byte[64][];

    /** How entries are packed, and when. */
    interface Form<E> {
        void write(BinaryOut out, E entry);

        E read(BinaryIn in) throws IOException;

        boolean isOpen(E entry);

        ChainId chain(E entry);
    }

    Shelf(Form<E> form) {
        this.form = form;
    }

    int size() {
        return index.size();
    }

    int add(CommandId key, E entry) {
        int number = index.add(key);
        put(number, entry);
        return number;
    }

    /** The number of a key, or {@link DenseIndex#ABSENT}. */
    int find(CommandId key) {
        return index.find(key);
    }

    /** The entry; after a change it must be {@link #put} back. */
    E at(int number) {
        E entry = open.get(number);
        return entry == null ? unpack(number) : entry;
    }

    /** Keeps an entry as it now is. */
    void put(int number, E entry) {
        if (number >= resting.length) {
            resting = Arrays.copyOf(resting, Math.max(number + 1, resting.length * 2));
        }
        NavigableMap<Integer, E> ofChain = openByChain.computeIfAbsent(form.chain(entry), chain -> new TreeMap<>());
        if (form.isOpen(entry)) {
            open.put(number, entry);
            ofChain.put(number, entry);
            resting[number] = null;
        } else {
            open.remove(number);
            ofChain.remove(number);
            resting[number] = pack(entry);
        }
    }

    /** The open entries of a chain, oldest first. */
    Collection<E> open(ChainId chain) {
        NavigableMap<Integer, E> ofChain = openByChain.get(chain);
        return ofChain == null ? List.of() : ofChain.values();
    }

    /**
     * Some of the entries, by number.
     *
     * @param next where to go on; empty at the end
     */
    record Look<E>(List<E> found, OptionalInt next) {}

    /** Those that are wanted among the next {@code most} of all; what is below the least is taken for that. */
    Look<E> look(int after, int most, Predicate<E> wanted) {
        int begin = Math.max(0, after);
        int end = (int) Math.min(size(), begin + (long) Math.max(1, most));
        List<E> found = new ArrayList<>();
        for (int number = begin; number < end; number++) {
            E entry = at(number);
            if (wanted.test(entry)) {
                found.add(entry);
            }
        }
        return new Look<>(found, end < size() ? OptionalInt.of(end) : OptionalInt.empty());
    }

    private byte[] pack(E entry) {
        packer.clear();
        form.write(packer, entry);
        return packer.toByteArray();
    }

    private E unpack(int number) {
        byte[] packed = resting[number];
        if (packed == null) {
            throw new IllegalStateException("entry " + number + " is neither open nor at rest");
        }
        try {
            return form.read(new BinaryIn(packed));
        } catch (IOException broken) {
            throw new IllegalStateException("a packed entry cannot be read", broken);
        }
    }

    void writeTo(BinaryOut out) {
        out.count(size());
        for (int number = 0; number < size(); number++) {
            out.i64(index.high(number));
            out.i64(index.low(number));
            byte[] packed = resting[number];
            out.bytes(packed == null ? pack(at(number)) : packed);
        }
    }

    /** @param each hears of every entry, by number */
    void readFrom(BinaryIn in, Visitor<E> each) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int number = 0; number < count; number++) {
            index.add(in.i64(), in.i64());
            E entry = form.read(new BinaryIn(in.bytes(MAX_PACKED_BYTES)));
            put(number, entry);
            each.visit(number, entry);
        }
    }

    /** Hears of an entry. */
    interface Visitor<E> {
        void visit(int number, E entry);
    }
}
