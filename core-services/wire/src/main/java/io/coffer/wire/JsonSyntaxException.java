// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

/** The text is not JSON, or is more than we read. */
public class JsonSyntaxException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int offset;

    /** @param offset in characters from the beginning, where it went wrong */
    public JsonSyntaxException(String message, int offset) {
        super(message + " at character " + offset);
        this.offset = offset;
    }

    public int offset() {
        return offset;
    }
}
