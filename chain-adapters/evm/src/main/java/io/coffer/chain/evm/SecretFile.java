// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * One secret in a file of its own. A configuration is shown by the shell and copied into the platform's store, so it
 * names this file and never holds the secret.
 */
final class SecretFile {
    private static final int MAX_BYTES = 8192;
    private static final Set<PosixFilePermission> OTHERS = PosixFilePermissions.fromString("---rwxrwx");

    private SecretFile() {}

    /**
     * What the file holds, without white space around it.
     *
     * @throws IOException whose message is the rule that the file breaks, and nothing of what is in it
     */
    static String read(String name) throws IOException {
        Path file;
        try {
            file = Path.of(name);
        } catch (InvalidPathException malformed) {
            throw new IOException("is not the name of a file", malformed);
        }
        if (!file.isAbsolute()) {
            throw new IOException("is not an absolute path; ${coffer.data}/secret is a good place");
        }
        if (!Files.isRegularFile(file)) {
            throw new IOException("is not there, or no file");
        }
        if (Files.getFileStore(file).supportsFileAttributeView("posix")) {
            Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
            permissions.addAll(Files.getPosixFilePermissions(file));
            permissions.retainAll(OTHERS);
            if (!permissions.isEmpty()) {
                throw new IOException("may be used by others than its owner; chmod 600 it");
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MAX_BYTES + 1);
            if (bytes.length > MAX_BYTES) {
                throw new IOException("has more than " + MAX_BYTES + " bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8).strip();
        } catch (java.nio.file.FileSystemException unreadable) {
            throw new IOException("cannot be read", unreadable);
        }
    }
}
