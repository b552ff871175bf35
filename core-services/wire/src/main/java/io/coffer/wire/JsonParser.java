// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Reads JSON as RFC 8259 has it and not one thing more; refuses also what the RFC leaves open: a name twice in one
 * object, a lone surrogate, a byte order mark, bytes that are not UTF-8, nesting beyond {@link #MAX_DEPTH}.
 */
public final class JsonParser {
    /** Objects and arrays within each other. */
    public static final int MAX_DEPTH = 16;

    private final String text;
    private int at;

    private JsonParser(String text) {
        this.text = text;
    }

    /** Reads one value that fills the whole text. */
    public static Json parse(byte[] utf8) throws JsonSyntaxException {
        try {
            return parse(StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(utf8))
                    .toString());
        } catch (CharacterCodingException malformed) {
            throw new JsonSyntaxException("not UTF-8", 0);
        }
    }

    /** Reads one value that fills the whole text. */
    public static Json parse(String text) throws JsonSyntaxException {
        JsonParser parser = new JsonParser(text);
        parser.skipSpace();
        Json value = parser.value(0);
        parser.skipSpace();
        if (parser.at != text.length()) {
            throw parser.wrong("more after the value");
        }
        return value;
    }

    private Json value(int depth) throws JsonSyntaxException {
        return switch (peek()) {
            case '{' -> dictionary(depth + 1);
            case '[' -> sequence(depth + 1);
            case '"' -> new Json.Text(string());
            case 't' -> word("true", new Json.Flag(true));
            case 'f' -> word("false", new Json.Flag(false));
            case 'n' -> word("null", new Json.Nothing());
            default -> numeral();
        };
    }

    private Json dictionary(int depth) throws JsonSyntaxException {
        enter(depth);
        Map<String, Json> members = new LinkedHashMap<>();
        if (skipIf('}')) {
            return new Json.Dictionary(members);
        }
        do {
            skipSpace();
            int nameAt = at;
            String name = string();
            skipSpace();
            take(':');
            skipSpace();
            if (members.put(name, value(depth)) != null) {
                throw new JsonSyntaxException("the name \"" + SafeText.of(name, 64) + "\" twice", nameAt);
            }
            skipSpace();
        } while (skipIf(','));
        take('}');
        return new Json.Dictionary(members);
    }

    private Json sequence(int depth) throws JsonSyntaxException {
        enter(depth);
        List<Json> elements = new ArrayList<>();
        if (skipIf(']')) {
            return new Json.Sequence(elements);
        }
        do {
            skipSpace();
            elements.add(value(depth));
            skipSpace();
        } while (skipIf(','));
        take(']');
        return new Json.Sequence(elements);
    }

    private void enter(int depth) throws JsonSyntaxException {
        if (depth > MAX_DEPTH) {
            throw wrong("nested deeper than " + MAX_DEPTH);
        }
        at++;
        skipSpace();
    }

    private String string() throws JsonSyntaxException {
        take('"');
        StringBuilder value = new StringBuilder();
        while (peek() != '"') {
            char character = next();
            if (character < ' ') {
                at--;
                throw wrong("a control character in a string");
            }
            value.append(character == '\\' ? escape() : character);
        }
        at++;
        return paired(value.toString());
    }

    private char escape() throws JsonSyntaxException {
        char character = next();
        return switch (character) {
            case '"', '\\', '/' -> character;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) (hexDigit() << 12 | hexDigit() << 8 | hexDigit() << 4 | hexDigit());
            default -> throw wrong("an unknown escape");
        };
    }

    private int hexDigit() throws JsonSyntaxException {
        char character = next();
        // Character.digit alone would take digits of every script.
        int digit = character < 128 ? Character.digit(character, 16) : -1;
        if (digit < 0) {
            throw wrong("no hexadecimal digit");
        }
        return digit;
    }

    private String paired(String value) throws JsonSyntaxException {
        if (value.codePoints().anyMatch(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE)) {
            throw wrong("a lone surrogate");
        }
        return value;
    }

    private Json numeral() throws JsonSyntaxException {
        int from = at;
        skipIf('-');
        if (!skipIf('0')) {
            digits();
        }
        if (skipIf('.')) {
            digits();
        }
        if (skipIf('e') || skipIf('E')) {
            if (!skipIf('+')) {
                skipIf('-');
            }
            digits();
        }
        return new Json.Numeral(text.substring(from, at));
    }

    private void digits() throws JsonSyntaxException {
        int from = at;
        while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
            at++;
        }
        if (at == from) {
            throw wrong("no value");
        }
    }

    private Json word(String word, Json value) throws JsonSyntaxException {
        if (!text.startsWith(word, at)) {
            throw wrong("no value");
        }
        at += word.length();
        return value;
    }

    private void skipSpace() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private boolean skipIf(char expected) {
        if (at < text.length() && text.charAt(at) == expected) {
            at++;
            return true;
        }
        return false;
    }

    private void take(char expected) throws JsonSyntaxException {
        if (!skipIf(expected)) {
            throw wrong("no " + expected);
        }
    }

    private char peek() throws JsonSyntaxException {
        if (at >= text.length()) {
            throw wrong("the end");
        }
        return text.charAt(at);
    }

    private char next() throws JsonSyntaxException {
        char character = peek();
        at++;
        return character;
    }

    private JsonSyntaxException wrong(String what) {
        return new JsonSyntaxException(what, at);
    }
}
