// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.PublicKey;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.keyprovider.SimpleGeneratorHostKeyProvider;
import org.jline.terminal.Attributes;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RemoteShellTest {
    @TempDir
    Path data;

    private Path dir;

    private SshServer server;
    private Path authorized;

    /** What the last command or shell was given. */
    private volatile Optional<String> heard = Optional.empty();

    @BeforeEach
    void startServer() throws Exception {
        dir = Files.createDirectory(data.resolve("secret"));
        Files.createDirectory(data.resolve("etc"));
        authorized = dir.resolve("keys.properties");
        ShellKey.create(dir.resolve("shell-key"), authorized, RemoteShell.USER, new SecureRandom());
        server = serverWithKey("host-1");
    }

    @AfterEach
    void stopServer() throws IOException {
        server.stop(true);
    }

    @Test
    void handsOverStandardInputAndReturnsTheStatus() throws Exception {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = shell().execute("vault:unseal", new ByteArrayInputStream("secret\n".getBytes(UTF_8)), out, err);
        assertThat(out.toString(UTF_8)).isEqualTo("vault:unseal secret\n");
        assertThat(err.toString(UTF_8)).isEqualTo("warned");
        assertThat(status).isEqualTo(7);
    }

    @Test
    void h51_thePrivateKeyIsForItsOwnerOnly() throws Exception {
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(dir.resolve("shell-key"))))
                .isEqualTo("rw-------");
        assertThat(Files.readString(authorized)).doesNotContain("PRIVATE").doesNotContain("karaf =");
    }

    @Test
    void aKeyIsNeverOverwritten() {
        assertThatThrownBy(() ->
                        ShellKey.create(dir.resolve("shell-key"), authorized, RemoteShell.USER, new SecureRandom()))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    @Test
    void anotherHostKeyIsRefusedBeforeAnyInputIsSent() throws Exception {
        assertThat(execute("first")).isEqualTo(7);
        server.stop(true);
        server = serverWithKey("host-2");
        assertThatThrownBy(() -> execute("second")).isInstanceOf(IOException.class);
    }

    @Test
    void theFirstHostKeyMustBeTheOneThatTheNodeHasWritten() throws Exception {
        Path written = data.resolve("etc/host.key.pub");
        for (String other :
                List.of(pem(keyOf(new SimpleGeneratorHostKeyProvider(data.resolve("other")))), "no key\n", "")) {
            Files.writeString(written, other);
            assertThatThrownBy(() -> execute("first")).isInstanceOf(IOException.class);
            assertThat(dir.resolve("known-host")).doesNotExist();
        }
        Files.writeString(written, pem(keyOf(server.getKeyPairProvider())));
        assertThat(execute("first")).isEqualTo(7);
        assertThat(dir.resolve("known-host"))
                .hasContent(PublicKeyEntry.toString(keyOf(server.getKeyPairProvider())) + "\n");
        // From now on it is remembered, also if the settings go.
        Files.delete(written);
        assertThat(execute("second")).isEqualTo(7);
    }

    /** As Karaf writes it. */
    private static String pem(PublicKey key) {
        return "-----BEGIN PUBLIC KEY-----\n"
                + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
                + "\n-----END PUBLIC KEY-----\n";
    }

    private static PublicKey keyOf(KeyPairProvider keys) throws Exception {
        return keys.loadKeys(null).iterator().next().getPublic();
    }

    @Test
    void aTerminalIsHandedToTheShellAndGivenBackAsItWas() throws Exception {
        ByteArrayOutputStream screen = new ByteArrayOutputStream();
        try (PipedOutputStream keyboard = new PipedOutputStream();
                Terminal terminal = terminal(keyboard, screen)) {
            keyboard.write("vault:status!".getBytes(UTF_8));
            Attributes before = terminal.getAttributes();
            assertThat(shell().open(terminal)).isEqualTo(7);
            assertThat(terminal.getAttributes().getLocalFlags()).isEqualTo(before.getLocalFlags());
        }
        assertThat(screen.toString(UTF_8)).contains("shell vault:status");
        assertThat(heard).hasValueSatisfying(input -> assertThat(input).isEqualTo("vault:status"));
    }

    @Test
    void anInteractiveShellInsistsOnTheSameHostKeyAsACommand() throws Exception {
        assertThat(execute("first")).isEqualTo(7);
        server.stop(true);
        server = serverWithKey("host-2");
        heard = Optional.empty();
        try (PipedOutputStream keyboard = new PipedOutputStream();
                Terminal terminal = terminal(keyboard, OutputStream.nullOutputStream())) {
            keyboard.write("the passphrase!".getBytes(UTF_8));
            assertThatThrownBy(() -> shell().open(terminal)).isInstanceOf(IOException.class);
        }
        assertThat(heard).isEmpty();
    }

    private static Terminal terminal(PipedOutputStream keyboard, OutputStream screen) throws IOException {
        return TerminalBuilder.builder()
                .system(false)
                .streams(new PipedInputStream(keyboard), screen)
                .type("dumb")
                .build();
    }

    @Test
    void anotherOperatorsKeyIsRefused() throws Exception {
        Files.delete(dir.resolve("shell-key"));
        ShellKey.create(dir.resolve("shell-key"), dir.resolve("other.properties"), "eve", new SecureRandom());
        assertThatThrownBy(() -> execute("first")).isInstanceOf(IOException.class);
    }

    private RemoteShell shell() {
        return new RemoteShell(dir, server.getPort());
    }

    private int execute(String command) throws Exception {
        return shell().execute(
                        command,
                        InputStream.nullInputStream(),
                        OutputStream.nullOutputStream(),
                        OutputStream.nullOutputStream());
    }

    private SshServer serverWithKey(String name) throws IOException {
        SshServer fresh = SshServer.setUpDefaultServer();
        fresh.setHost("127.0.0.1");
        fresh.setKeyPairProvider(new SimpleGeneratorHostKeyProvider(dir.resolve(name)));
        fresh.setPublickeyAuthenticator((user, key, session) -> user.equals(RemoteShell.USER)
                && authorized().contains(PublicKeyEntry.toString(key).split(" ", -1)[1]));
        fresh.setCommandFactory((channel, command) -> new EchoCommand(command));
        fresh.setShellFactory(channel -> new EchoCommand("shell"));
        fresh.start();
        return fresh;
    }

    private String authorized() {
        try {
            return Files.readString(authorized);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** Answers with its own name and all of its input, warns on standard error and ends with 7. */
    private final class EchoCommand implements Command {
        private final String name;
        private InputStream in = InputStream.nullInputStream();
        private OutputStream out = OutputStream.nullOutputStream();
        private OutputStream err = OutputStream.nullOutputStream();
        private ExitCallback exit = (status, message, immediately) -> {};

        EchoCommand(String name) {
            this.name = name;
        }

        @Override
        public void start(ChannelSession channel, Environment env) {
            Thread thread = new Thread(this::answer, "echo");
            thread.setDaemon(true);
            thread.start();
        }

        private void answer() {
            try {
                out.write((name + " ").getBytes(UTF_8));
                ByteArrayOutputStream input = new ByteArrayOutputStream();
                // A terminal does not end its input: something that is typed has to.
                for (int read = in.read(); read >= 0 && read != '!'; read = in.read()) {
                    input.write(read);
                }
                heard = Optional.of(input.toString(UTF_8));
                input.writeTo(out);
                out.flush();
                err.write("warned".getBytes(UTF_8));
                err.flush();
                exit.onExit(7);
            } catch (IOException e) {
                exit.onExit(1, e.toString());
            }
        }

        @Override
        public void destroy(ChannelSession channel) {}

        @Override
        public void setInputStream(InputStream stream) {
            in = stream;
        }

        @Override
        public void setOutputStream(OutputStream stream) {
            out = stream;
        }

        @Override
        public void setErrorStream(OutputStream stream) {
            err = stream;
        }

        @Override
        public void setExitCallback(ExitCallback callback) {
            exit = callback;
        }
    }
}
