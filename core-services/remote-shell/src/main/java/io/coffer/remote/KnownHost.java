// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.util.Arrays;
import java.util.Base64;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;

/**
 * Takes the node's host key the first time, if it is the one that the node has written into its settings, and insists on
 * it from then on, so that another process on the same port never gets to hear a passphrase. A key that the node has not
 * written where it is looked for is taken on trust.
 */
final class KnownHost implements ServerKeyVerifier {
    private static final String PEM_FRAME = "-----[A-Z ]+-----";

    private final Path file;
    private final Path written;

    /**
     * @param file where the key is remembered
     * @param written the public key as Karaf writes it, X.509 in PEM; need not be there
     */
    KnownHost(Path file, Path written) {
        this.file = file;
        this.written = written;
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey serverKey) {
        String offered = PublicKeyEntry.toString(serverKey);
        try {
            if (Files.exists(file)) {
                return Files.readString(file).strip().equals(offered);
            }
            if (Files.exists(written) && !isWritten(serverKey)) {
                return false;
            }
            Files.writeString(file, offered + "\n");
            return true;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A file that is no key is not the key. */
    private boolean isWritten(PublicKey serverKey) throws IOException {
        try {
            byte[] key =
                    Base64.getMimeDecoder().decode(Files.readString(written).replaceAll(PEM_FRAME, ""));
            return Arrays.equals(key, serverKey.getEncoded());
        } catch (IllegalArgumentException noKey) {
            return false;
        }
    }
}
