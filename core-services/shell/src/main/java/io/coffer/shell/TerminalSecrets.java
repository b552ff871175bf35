// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Arrays;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;

/** Secrets as typed, without echo; a character that was typed wrong can be taken back. */
final class TerminalSecrets implements SecretSource {
    private static final int INTERRUPT = 3;
    private static final int BACKSPACE = 8;
    private static final int DELETE = 127;

    private final Terminal terminal;

    TerminalSecrets(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public char[] line(String name) throws IOException, ShellProblem {
        char[] typed = new char[MAX_LENGTH];
        Attributes before = terminal.enterRawMode();
        try {
            return Arrays.copyOf(typed, read(typed, name));
        } catch (InterruptedIOException interrupted) {
            throw cancelled(name);
        } finally {
            terminal.setAttributes(before);
            Arrays.fill(typed, '\0');
        }
    }

    private int read(char[] typed, String name) throws IOException, ShellProblem {
        int length = 0;
        while (true) {
            int next = terminal.reader().read();
            switch (next) {
                case -1, '\r', '\n' -> {
                    return length;
                }
                case INTERRUPT -> throw cancelled(name);
                case BACKSPACE, DELETE -> length = Math.max(0, length - 1);
                default -> {
                    if (length == MAX_LENGTH) {
                        throw SecretSource.tooLong(name);
                    }
                    typed[length++] = (char) next;
                }
            }
        }
    }

    private static ShellProblem cancelled(String name) {
        return new ShellProblem(name + ": cancelled", "");
    }
}
