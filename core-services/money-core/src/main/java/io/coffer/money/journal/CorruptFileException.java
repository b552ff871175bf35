// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;

/**
 * A durable file does not hold what was written. The message names file, byte offset and what to do next;
 * nothing was changed on disk.
 */
public final class CorruptFileException extends IOException {
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    public CorruptFileException(String file, long offset, String what, String nextStep) {
        super(file + " at byte " + offset + ": " + what + ". " + nextStep);
        this.file = file;
        this.offset = offset;
    }

    /** Where the file lies. */
    public String file() {
        return file;
    }

    /**
     * The damaged byte where it could be told (always for a single flipped bit), else the start of the
     * damaged frame or block.
     */
    public long offset() {
        return offset;
    }
}
