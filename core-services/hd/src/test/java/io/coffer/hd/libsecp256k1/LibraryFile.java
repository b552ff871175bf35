// SPDX-License-Identifier: Apache-2.0
package io.coffer.hd.libsecp256k1;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** The native library of this machine, as a file of this process. */
final class LibraryFile {
    private LibraryFile() {}

    static boolean isForThisMachine() {
        return System.getProperty("os.name").equals("Linux")
                && List.of("amd64", "aarch64").contains(System.getProperty("os.arch"));
    }

    static Path path() {
        return Unpacked.FILE;
    }

    /** Only where there is a library at all. */
    private static final class Unpacked {
        static final Path FILE = unpacked();
    }

    private static Path unpacked() {
        String processor = System.getProperty("os.arch").replace("amd64", "x86_64");
        String resource = "/fr/acinq/secp256k1/jni/native/linux-" + processor + "/libsecp256k1-jni.so";
        try (InputStream library = LibraryFile.class.getResourceAsStream(resource)) {
            Path file = Files.createTempFile("libsecp256k1-jni", ".so");
            file.toFile().deleteOnExit();
            Files.copy(library, file, StandardCopyOption.REPLACE_EXISTING);
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
