// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelExec;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.util.io.output.NoCloseOutputStream;

/** Somebody who may use the shell, by a key that the test has made. */
final class Operator {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String NAME = "operator";

    private final KeyPair key;

    Operator() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        this.key = generator.generateKeyPair();
    }

    /** Adds this operator to Karaf's {@code keys.properties}. */
    void enter(Path keysProperties) throws IOException {
        String publicKey = PublicKeyEntry.toString(key.getPublic()).split(" ", -1)[1];
        Files.writeString(
                keysProperties,
                NAME + " = " + publicKey + ",_g_:admingroup\n"
                        + "_g_\\:admingroup = group,admin,manager,viewer,systembundles,ssh\n");
    }

    /** Runs one command with {@code input} and answers what it printed. */
    String run(RunningNode node, String command, String input) throws IOException {
        try (SshClient client = SshClient.setUpDefaultClient()) {
            client.setServerKeyVerifier((session, address, serverKey) -> true);
            client.start();
            try (ClientSession session = client.connect(NAME, "127.0.0.1", node.sshPort())
                    .verify(LIMIT)
                    .getSession()) {
                session.addPublicKeyIdentity(key);
                session.auth().verify(LIMIT);
                return run(session, command, input);
            }
        }
    }

    /** As {@link #run}, with the answer of a command that failed instead of an exception. */
    String ask(RunningNode node, String command) {
        try {
            return run(node, command, "");
        } catch (IOException refused) {
            return String.valueOf(refused.getMessage());
        }
    }

    private static String run(ClientSession session, String command, String input) throws IOException {
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        try (ChannelExec channel = session.createExecChannel(command)) {
            channel.setIn(new ByteArrayInputStream(input.getBytes(UTF_8)));
            channel.setOut(new NoCloseOutputStream(printed));
            channel.setErr(new NoCloseOutputStream(printed));
            channel.open().verify(LIMIT);
            channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), LIMIT);
            Integer status = channel.getExitStatus();
            if (status == null || status != 0) {
                throw new IOException(command + " ended with " + status + ": " + printed.toString(UTF_8));
            }
            return printed.toString(UTF_8);
        }
    }
}
