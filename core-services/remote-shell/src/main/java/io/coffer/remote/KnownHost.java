// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/**
 * Takes the node's host key the first time and insists on it from then on, so that another process on the same port
 * never gets to hear a passphrase.
 */
final class KnownHost implements ServerKeyVerifier {
    private final Path file;

    KnownHost(Path file) {
        this.file = file;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey serverKey) {
        String offered = PublicKeyEntry.toString(serverKey);
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, offered + "\n");
                return true;
            }
            return Files.readString(file).strip().equals(offered);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
