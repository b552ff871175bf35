// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.node;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The Solidity contracts of {@code itests/nodes/contracts}, compiled by the solc that npm installs when they are first
 * asked for, and again when a source or a pinned version changes. Any thread and any number of JVMs may ask.
 */
final class CompiledContracts {
    private static final String SCRIPT = "compile.js";
    private static final long COMPILE_LIMIT_SECONDS = 120;
    private static final int NAME_DIGITS = 16;

    private CompiledContracts() {}

    /** The creation code of a contract, in hexadecimal without a prefix. */
    static String code(String contract) throws IOException, InterruptedException {
        return Files.readString(artefact(contract, ".code"));
    }

    /** The selectors of its functions, 8 hexadecimal digits each, by signature such as {@code mint(address,uint256)}. */
    static Map<String, String> functions(String contract) throws IOException, InterruptedException {
        Map<String, String> selectors = new HashMap<>();
        for (String line : Files.readAllLines(artefact(contract, ".functions"))) {
            String[] words = line.split(" ", 2);
            selectors.put(words[0], words[1]);
        }
        return selectors;
    }

    private static Path artefact(String contract, String kind) throws IOException, InterruptedException {
        Path file = compiled(NodePackages.installed()).resolve(contract + kind);
        if (!Files.exists(file)) {
            throw new IOException("there is no contract " + contract + " in itests/nodes/contracts");
        }
        return file;
    }

    /** The folder of the artefacts, named for all that they are made of: what it holds never changes. */
    private static Path compiled(Path folder) throws IOException, InterruptedException {
        Path target = Files.createDirectories(folder.resolve("target").resolve("contracts"));
        Path done = target.resolve(fingerprint(folder));
        if (Files.isDirectory(done)) {
            return done;
        }
        try (FileChannel channel =
                        FileChannel.open(target.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (lock.isValid() && !Files.isDirectory(done)) {
                Path fresh = Files.createTempDirectory(target, "new-");
                compile(folder, fresh, target.resolve("solc.log"));
                Files.move(fresh, done, StandardCopyOption.ATOMIC_MOVE);
            }
        }
        return done;
    }

    private static void compile(Path folder, Path output, Path log) throws IOException, InterruptedException {
        Path script = folder.resolve("contracts").resolve(SCRIPT);
        Process node;
        try {
            node = new ProcessBuilder("node", script.toString(), output.toString())
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
        } catch (IOException missing) {
            throw new IOException("node is missing: it compiles the contracts; install Node.js 20 or later", missing);
        }
        if (!node.waitFor(COMPILE_LIMIT_SECONDS, TimeUnit.SECONDS)) {
            node.destroyForcibly();
            throw new IOException("solc did not end within " + COMPILE_LIMIT_SECONDS + " s; see " + log);
        }
        if (node.exitValue() != 0) {
            throw new IOException("solc failed with status " + node.exitValue() + ": " + NodePackages.tail(log));
        }
    }

    private static String fingerprint(Path folder) throws IOException {
        List<Path> made = new ArrayList<>(List.of(folder.resolve("package-lock.json")));
        try (Stream<Path> sources = Files.list(folder.resolve("contracts"))) {
            sources.filter(Files::isRegularFile).sorted().forEach(made::add);
        }
        MessageDigest digest = sha256();
        for (Path file : made) {
            digest.update(file.getFileName().toString().getBytes(StandardCharsets.UTF_8));
            digest.update(Files.readAllBytes(file));
        }
        return HexFormat.of().formatHex(digest.digest()).substring(0, NAME_DIGITS);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }
}
