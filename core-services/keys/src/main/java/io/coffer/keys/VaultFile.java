// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import io.coffer.api.signing.VaultException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of a vault: only its owner may read it, and it changes as a whole or not at all. For one thread. */
final class VaultFile {
    private static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");
    private static final FileAttribute<Set<PosixFilePermission>> FILE_MODE =
            PosixFilePermissions.asFileAttribute(OWNER_ONLY);
    private static final FileAttribute<Set<PosixFilePermission>> FOLDER_MODE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;

    /** @param file on a file system with POSIX permissions */
    VaultFile(Path file) {
        this.file = file.toAbsolutePath();
    }

    boolean exists() {
        return Files.exists(file);
    }

    SealedSeed read() throws VaultException {
        try {
            Set<PosixFilePermission> mode = Files.getPosixFilePermissions(file);
            if (!OWNER_ONLY.containsAll(mode)) {
                throw storage("others may use " + file + " (" + PosixFilePermissions.toString(mode)
                        + "): set its mode to 600");
            }
            // One byte more than a vault has, so that a longer file is seen as such and not read.
            try (var in = Files.newInputStream(file)) {
                return SealedSeed.parse(in.readNBytes(SealedSeed.BYTES + 1));
            }
        } catch (IOException e) {
            throw storage("cannot read " + file + ": " + e.getMessage());
        }
    }

    /** Writes a new file. An existing one is never touched. */
    void create(SealedSeed content) throws VaultException {
        write(content, false);
    }

    /** Replaces the file in one step. */
    void replace(SealedSeed content) throws VaultException {
        write(content, true);
    }

    private void write(SealedSeed content, boolean replace) throws VaultException {
        Path folder = file.resolveSibling(".").normalize();
        Path draft = file.resolveSibling(file.getFileName() + ".new");
        try {
            if (!Files.isDirectory(folder)) {
                Files.createDirectories(folder, FOLDER_MODE);
            }
            // A draft that a crash left behind was never the vault.
            Files.deleteIfExists(draft);
            Files.createFile(draft, FILE_MODE);
            try (FileChannel out = FileChannel.open(draft, StandardOpenOption.WRITE)) {
                ByteBuffer bytes = ByteBuffer.wrap(content.encoded());
                while (bytes.hasRemaining()) {
                    out.write(bytes);
                }
                out.force(true);
            }
            if (replace) {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } else {
                // A link fails if the name is taken, where a rename would replace the seed of someone else.
                Files.createLink(file, draft);
                Files.delete(draft);
            }
            try (FileChannel parent = FileChannel.open(folder, StandardOpenOption.READ)) {
                parent.force(true);
            }
        } catch (IOException e) {
            throw storage("cannot write " + file + ": " + e);
        }
    }

    private static VaultException storage(String message) {
        return new VaultException(VaultException.Kind.STORAGE, message);
    }
}
