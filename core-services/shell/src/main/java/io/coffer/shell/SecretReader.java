// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.karaf.shell.api.console.Session;
import org.apache.karaf.shell.api.console.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * Reads secrets without showing them: from the terminal without echo, or line by line from standard input for scripts.
 * They are never arguments, which the shell would keep in its history. Each is an array, to be wiped by the caller.
 */
public final class SecretReader {
    /** Bytes of one secret: 24 words of a language with long words fit well. */
    static final int MAX_BYTES = 1_024;

    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;
    private static final int CANCEL = 3;

    private final InputStream in;
    private final Screen screen;
    private final @Nullable Terminal terminal;
    private final boolean script;

    /** @param script read plain lines: no prompts, nothing asked twice */
    public SecretReader(Session session, Screen screen, boolean script) {
        // Not the session's keyboard: before a pipe within the shell, standard input is the pipe.
        this(System.in, screen, script ? null : session.getTerminal(), script);
    }

    SecretReader(InputStream in, Screen screen, @Nullable Terminal terminal, boolean script) {
        this.in = in;
        this.screen = screen;
        this.terminal = terminal;
        this.script = script;
    }

    /** @param name what it is, for the prompt and for errors */
    public char[] read(String name) throws IOException, ShellProblem {
        if (script) {
            return line(name);
        }
        screen.prompt(name + ": ");
        boolean echo = terminal != null && terminal.isEchoEnabled();
        if (terminal != null) {
            terminal.setEchoEnabled(false);
        }
        try {
            return line(name);
        } finally {
            if (terminal != null) {
                terminal.setEchoEnabled(echo);
            }
            screen.endLine();
        }
    }

    /** Asks twice, so that a slip of the finger does not lock the vault; once from a script. */
    public char[] readNew(String name) throws IOException, ShellProblem {
        char[] first = read(name);
        if (script) {
            return first;
        }
        char[] second = read(name + " again");
        boolean same = Arrays.equals(first, second);
        Arrays.fill(second, '\0');
        if (!same) {
            Arrays.fill(first, '\0');
            throw new ShellProblem(name + ": the two are not the same", "enter the command again");
        }
        return first;
    }

    private char[] line(String name) throws IOException, ShellProblem {
        byte[] bytes = new byte[MAX_BYTES];
        try {
            int length = readBytes(bytes, name);
            if (length == 0) {
                throw new ShellProblem(name + ": is empty", "type it, or send it as one line of standard input");
            }
            return characters(ByteBuffer.wrap(bytes, 0, length), name);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private int readBytes(byte[] bytes, String name) throws IOException, ShellProblem {
        int length = 0;
        while (true) {
            int next = in.read();
            if (next < 0 || next == '\n' || (next == '\r' && terminal != null)) {
                // A script on another system may end its lines with both.
                return script && length > 0 && bytes[length - 1] == '\r' ? length - 1 : length;
            }
            if (terminal != null && next == CANCEL) {
                throw new ShellProblem(name + ": cancelled", "");
            }
            if (terminal != null && (next == BACKSPACE || next == DELETE)) {
                length = withoutLastCharacter(bytes, length);
            } else if (length == MAX_BYTES) {
                throw new ShellProblem(name + ": is longer than " + MAX_BYTES + " bytes", "shorten it");
            } else {
                bytes[length++] = (byte) next;
            }
        }
    }

    private static int withoutLastCharacter(byte[] bytes, int length) {
        int shorter = length;
        // In UTF-8 all bytes of a character but its first begin with the bits 10.
        while (shorter > 0 && (bytes[shorter - 1] & 0xC0) == 0x80) {
            shorter--;
        }
        return Math.max(0, shorter - 1);
    }

    private static char[] characters(ByteBuffer utf8, String name) throws ShellProblem {
        CharBuffer characters = CharBuffer.allocate(utf8.remaining());
        try {
            var result = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .decode(utf8, characters, true);
            if (result.isError()) {
                result.throwException();
            }
            return Arrays.copyOf(characters.array(), characters.position());
        } catch (CharacterCodingException malformed) {
            throw new ShellProblem(name + ": is not UTF-8", "set the terminal to UTF-8");
        } finally {
            Arrays.fill(characters.array(), '\0');
        }
    }
}
