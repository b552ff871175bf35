// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.wire.Json;
import io.coffer.wire.SafeText;
import java.io.PrintStream;
import org.apache.karaf.shell.support.table.ShellTable;

/** Where commands write. Nothing that it prints can steer the terminal: such characters are replaced. */
public final class Screen {
    private final PrintStream out;

    public Screen(PrintStream out) {
        this.out = out;
    }

    /** One or more lines. */
    public void print(String text) {
        text.lines().forEach(line -> out.println(SafeText.of(line)));
        if (text.isEmpty()) {
            out.println();
        }
        out.flush();
    }

    /** Without an end of line. */
    public void prompt(String text) {
        out.print(SafeText.of(text));
        out.flush();
    }

    /** Ends the line of a prompt whose answer was not shown. */
    public void endLine() {
        out.println();
        out.flush();
    }

    /** A secret, once: its characters are written one by one and kept nowhere. */
    public void secret(char[] characters) {
        for (char character : characters) {
            out.print(character);
        }
        out.println();
        out.flush();
    }

    void print(Json json) {
        out.println(json.print());
        out.flush();
    }

    /** Starts a table. */
    public Table table(String... columns) {
        return new Table(columns);
    }

    /** A table of the shell whose cells are safe. */
    public final class Table {
        private final ShellTable table = new ShellTable().emptyTableText("(none)");

        private Table(String... columns) {
            for (String column : columns) {
                table.column(column);
            }
        }

        public Table row(Object... cells) {
            Object[] safe = new Object[cells.length];
            for (int at = 0; at < cells.length; at++) {
                safe[at] = SafeText.of(String.valueOf(cells[at]));
            }
            table.addRow().addContent(safe);
            return this;
        }

        public void print() {
            table.print(out);
            out.flush();
        }
    }
}
