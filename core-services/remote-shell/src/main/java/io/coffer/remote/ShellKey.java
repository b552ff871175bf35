// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.spec.ECGenParameterSpec;
import java.util.Set;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;

/**
 * The key that opens the operator's shell on this machine.
 *
 * <p>The private half is a file in OpenSSH's own format that only its owner can read. The public half goes
 * into Karaf's {@code keys.properties}. There is no password anywhere.
 */
final class ShellKey {
    /** NIST P-256, which Karaf's login module and OpenSSH both know. */
    private static final String CURVE = "secp256r1";

    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private ShellKey() {}

    /**
     * Writes a new private key to {@code privateKey}, which must not exist yet, and lets its holder in as {@code user}.
     *
     * @param authorized Karaf's {@code keys.properties}; it is replaced as a whole
     */
    static void create(Path privateKey, Path authorized, String user, SecureRandom random)
            throws IOException, GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec(CURVE), random);
        KeyPair pair = generator.generateKeyPair();
        Files.createFile(privateKey, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        try (OutputStream out = Files.newOutputStream(privateKey, StandardOpenOption.WRITE)) {
            // In clear, as the file's mode is its lock: the launcher must open the shell without a person.
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(pair, user, null, out);
        }
        // "ecdsa-sha2-nistp256 AAAA…": the login module wants the second word.
        String publicKey = PublicKeyEntry.toString(pair.getPublic()).split(" ", -1)[1];
        Files.writeString(
                authorized,
                "# Who may open the shell, by public key. The first line was made by the launcher.\n" + user + " = "
                        + publicKey + ",_g_:admingroup\n" + "_g_\\:admingroup = group,admin,manager,viewer,"
                        + "systembundles,ssh\n");
        Files.setPosixFilePermissions(authorized, OWNER_ONLY);
    }
}
