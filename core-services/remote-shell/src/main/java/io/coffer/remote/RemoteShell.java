// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.keyprovider.FileKeyPairProvider;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/**
 * Opens the shell of a node on this machine, for one command with this process's standard input, output and error, or
 * for a person at a terminal. Either way the node must have the host key that it had the first time,
 * and then the one that it has written into its settings.
 *
 * <p>Karaf's own client drops standard input when it is given a command, and so cannot hand over a passphrase; and it
 * takes any host key.
 */
public final class RemoteShell {
    /** The only user of a fresh node. */
    static final String USER = "coffer";

    private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
    /** Between two tries while a node starts. */
    private static final Duration PAUSE = Duration.ofMillis(100);

    private static final int USAGE = 2;
    private static final int REFUSED = 1;

    private final Path secretDir;
    private final int port;

    RemoteShell(Path secretDir, int port) {
        this.secretDir = secretDir;
        this.port = port;
    }

    /**
     * Runs {@code key SECRET_DIR KEYS_PROPERTIES}, {@code run SECRET_DIR PORT COMMAND…}, {@code await SECRET_DIR PORT
     * SECONDS COMMAND} or {@code shell SECRET_DIR PORT}. The exit status is the command's; 1 where the node did not let
     * us in, or not within the seconds; 2 for a wrong call.
     */
    public static void main(String[] args) {
        int status;
        try {
            status = run(args);
        } catch (IOException | GeneralSecurityException e) {
            System.err.println("coffer: " + e.getMessage());
            status = REFUSED;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            status = REFUSED;
        }
        // Reading standard input may still block a thread of the library.
        System.exit(status);
    }

    private static int run(String[] args) throws IOException, GeneralSecurityException, InterruptedException {
        if (args.length == 3 && args[0].equals("key")) {
            ShellKey.create(Path.of(args[1], "shell-key"), Path.of(args[2]), USER, new SecureRandom());
            return 0;
        }
        if (args.length == 5 && args[0].equals("await")) {
            return new RemoteShell(Path.of(args[1]), Integer.parseInt(args[2]))
                    .await(args[4], Duration.ofSeconds(Integer.parseInt(args[3])));
        }
        if (args.length == 3 && args[0].equals("shell")) {
            try (Terminal terminal = TerminalBuilder.builder()
                    .nativeSignals(true)
                    .signalHandler(Terminal.SignalHandler.SIG_IGN)
                    .build()) {
                return new RemoteShell(Path.of(args[1]), Integer.parseInt(args[2])).open(terminal);
            }
        }
        if (args.length < 4 || !args[0].equals("run")) {
            System.err.println("usage: key SECRET_DIR KEYS_PROPERTIES | run SECRET_DIR PORT COMMAND…"
                    + " | await SECRET_DIR PORT SECONDS COMMAND | shell SECRET_DIR PORT");
            return USAGE;
        }
        List<String> words = Arrays.asList(args).subList(3, args.length);
        return new RemoteShell(Path.of(args[1]), Integer.parseInt(args[2]))
                .execute(CommandLine.of(words), System.in, System.out, System.err);
    }

    /**
     * Runs {@code command} until it succeeds: the shell of a node that starts answers before it knows who may log in,
     * and lets people in before it knows its commands.
     *
     * @throws IOException if the node does not let us in within {@code limit}
     */
    private int await(String command, Duration limit)
            throws IOException, GeneralSecurityException, InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (true) {
            boolean last = System.nanoTime() > deadline;
            try {
                int status = execute(
                        command,
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream());
                if (status == 0 || last) {
                    return status;
                }
            } catch (IOException notYet) {
                if (last) {
                    throw notYet;
                }
            }
            Thread.sleep(PAUSE.toMillis());
        }
    }

    /** Runs {@code command} and returns its exit status. Blocks until the command ends. */
    int execute(String command, InputStream in, OutputStream out, OutputStream err)
            throws IOException, GeneralSecurityException {
        return connected(session -> execute(session, command, in, out, err));
    }

    /** Hands a terminal to the shell of the node and returns its exit status. Blocks until the operator leaves. */
    int open(Terminal terminal) throws IOException, GeneralSecurityException {
        return connected(new InteractiveShell(terminal)::run);
    }

    private int connected(Use use) throws IOException, GeneralSecurityException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier(knownHost());
            client.start();
            try (ClientSession session = client.connect(USER, "127.0.0.1", port)
                    .verify(CONNECT_LIMIT)
                    .getSession()) {
                for (KeyPair key : new FileKeyPairProvider(secretDir.resolve("shell-key")).loadKeys(session)) {
                    session.addPublicKeyIdentity(key);
                }
                session.auth().verify(CONNECT_LIMIT);
                return use.of(session);
            }
        }
    }

    /** The node's settings are beside its secrets. */
    private KnownHost knownHost() {
        return new KnownHost(secretDir.resolve("known-host"), secretDir.resolveSibling("etc/host.key.pub"));
    }

    /** What is done on a connection to the right node, as the right operator. */
    private interface Use {
        int of(ClientSession session) throws IOException;
    }

    private static int execute(
            ClientSession session, String command, InputStream in, OutputStream out, OutputStream err)
            throws IOException {
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setIn(in);
            channel.setOut(new NoCloseOutputStream(out));
            channel.setErr(new NoCloseOutputStream(err));
            channel.open().verify(CONNECT_LIMIT);
            // Without a limit: a command may rightly take its time, and the operator can interrupt it.
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), Duration.ZERO);
            Integer status = channel.getExitStatus();
            return status == null ? REFUSED : status;
        } finally {
            out.flush();
            err.flush();
        }
    }
}
