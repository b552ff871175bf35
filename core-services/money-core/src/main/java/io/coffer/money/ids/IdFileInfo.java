// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import io.coffer.money.journal.Hash;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Locale;

/**
 * One id file as a manifest names it.
 *
 * @param level 0 for one that was spilled from memory, else merged from files of the level below
 * @param firstSpill the first of the spills whose ids it holds; they are counted from 0
 * @param lastSpill the last of them
 * @param ids how many ids it holds
 * @param hash covers its content
 */
record IdFileInfo(int level, long firstSpill, long lastSpill, long ids, Hash hash) {
    static final String PREFIX = "ids-";
    static final String SUFFIX = ".ids";

    String name() {
        return String.format(Locale.ROOT, "%s%02d-%012d-%012d.ids", PREFIX, level, firstSpill, lastSpill);
    }

    void writeTo(DataOutputStream out) throws IOException {
        out.writeInt(level);
        out.writeLong(firstSpill);
        out.writeLong(lastSpill);
        out.writeLong(ids);
        out.write(hash.bytes());
    }

    static IdFileInfo readFrom(DataInputStream in) throws IOException {
        return new IdFileInfo(
                in.readInt(), in.readLong(), in.readLong(), in.readLong(), Hash.of(in.readNBytes(Hash.BYTES), 0));
    }
}
