// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import java.util.Map;

/**
 * Writes JSON that is safe to show: every control character, C1 and line separators among them, every format
 * character (which can turn the direction of text) and every lone surrogate is escaped.
 */
final class JsonPrinter {
    private final StringBuilder out = new StringBuilder(256);

    private JsonPrinter() {}

    static String print(Json value) {
        JsonPrinter printer = new JsonPrinter();
        printer.write(value);
        return printer.out.toString();
    }

    private void write(Json value) {
        if (value instanceof Json.Dictionary object) {
            writeMembers(object);
        } else if (value instanceof Json.Sequence array) {
            writeElements(array);
        } else if (value instanceof Json.Text text) {
            writeText(text.value());
        } else if (value instanceof Json.Numeral number) {
            out.append(number.lexeme());
        } else if (value instanceof Json.Flag flag) {
            out.append(flag.value());
        } else {
            out.append("null");
        }
    }

    private void writeMembers(Json.Dictionary object) {
        out.append('{');
        String separator = "";
        for (Map.Entry<String, Json> member : object.members().entrySet()) {
            out.append(separator);
            writeText(member.getKey());
            out.append(':');
            write(member.getValue());
            separator = ",";
        }
        out.append('}');
    }

    private void writeElements(Json.Sequence array) {
        out.append('[');
        String separator = "";
        for (Json element : array.elements()) {
            out.append(separator);
            write(element);
            separator = ",";
        }
        out.append(']');
    }

    private void writeText(String text) {
        out.append('"');
        int at = 0;
        while (at < text.length()) {
            int character = text.codePointAt(at);
            if (character == '"' || character == '\\') {
                out.append('\\').append((char) character);
            } else if (SafeText.isSafe(character)) {
                out.appendCodePoint(character);
            } else {
                writeEscaped(text, at, Character.charCount(character));
            }
            at += Character.charCount(character);
        }
        out.append('"');
    }

    private void writeEscaped(String text, int from, int length) {
        for (int at = from; at < from + length; at++) {
            out.append(String.format("\\u%04x", (int) text.charAt(at)));
        }
    }
}
