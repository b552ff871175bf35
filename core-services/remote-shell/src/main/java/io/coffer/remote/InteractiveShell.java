// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.channel.ChannelShell;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.util.io.input.NoCloseInputStream;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;
import org.jline.terminal.Attributes;
import org.jline.terminal.Size;
import org.jline.terminal.Terminal;

/** The operator's terminal, handed to the shell of the node: the far end edits lines, completes and echoes. */
final class InteractiveShell {
    private static final Duration OPEN_LIMIT = Duration.ofSeconds(20);

    private final Terminal terminal;

    InteractiveShell(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Blocks until the far end closes the shell; the terminal is then as it was. */
    int run(ClientSession session) throws IOException {
        Attributes before = terminal.enterRawMode();
        Attributes raw = new Attributes(terminal.getAttributes());
        // What the keys for interrupt and suspend mean, the far end says.
        raw.setLocalFlag(Attributes.LocalFlag.ISIG, false);
        terminal.setAttributes(raw);
        try (ChannelShell channel = session.createShellChannel()) {
            channel.setPtyType(terminal.getType());
            channel.setPtyColumns(terminal.getWidth());
            channel.setPtyLines(terminal.getHeight());
            channel.setEnv("TERM", terminal.getType());
            channel.setIn(new NoCloseInputStream(terminal.input()));
            channel.setOut(new NoCloseOutputStream(terminal.output()));
            channel.setErr(new NoCloseOutputStream(terminal.output()));
            channel.open().verify(OPEN_LIMIT);
            terminal.handle(Terminal.Signal.WINCH, signal -> resize(channel));
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ZERO);
            Integer status = channel.getExitStatus();
            return status == null ? 0 : status;
        } finally {
            terminal.setAttributes(before);
            terminal.flush();
        }
    }

    private void resize(ChannelShell channel) {
        Size size = terminal.getSize();
        try {
            channel.sendWindowChange(size.getColumns(), size.getRows());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
