// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import java.io.IOException;
import java.util.Arrays;
import org.apache.karaf.shell.api.console.Session;

/**
 * Reads secrets without showing them: from the terminal without echo, or line by line from standard input for scripts.
 * They are never arguments, which the shell would keep in its history. Each is an array, to be wiped by the caller.
 */
public final class SecretReader {
    private final SecretSource source;
    private final Screen screen;
    private final boolean script;

    /** @param script plain lines: no prompts, nothing asked twice */
    public SecretReader(Session session, Screen screen, boolean script) {
        this(source(session), screen, script);
    }

    SecretReader(SecretSource source, Screen screen, boolean script) {
        this.source = source;
        this.screen = screen;
        this.script = script;
    }

    /**
     * A shell with a terminal is read through it: its standard input is the same connection, and the terminal's own
     * thread would take every other character of it. One command over SSH has no terminal.
     */
    private static SecretSource source(Session session) {
        return session.getTerminal() instanceof org.jline.terminal.Terminal terminal
                ? new TerminalSecrets(terminal)
                : new StreamSecrets(System.in);
    }

    /** @param name what it is, for the prompt and for errors */
    public char[] read(String name) throws IOException, ShellProblem {
        if (script) {
            return nonEmpty(name, source.line(name));
        }
        screen.prompt(name + ": ");
        try {
            return nonEmpty(name, source.line(name));
        } finally {
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

    private static char[] nonEmpty(String name, char[] secret) throws ShellProblem {
        if (secret.length == 0) {
            throw new ShellProblem(name + ": is empty", "type it, or send it as one line of standard input");
        }
        return secret;
    }
}
