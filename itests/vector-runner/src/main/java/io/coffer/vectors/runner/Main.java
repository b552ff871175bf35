// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors.runner;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Feeds every file of a folder to the suites that know it by its name. The last line says what came of it; the exit
 * status is 0 only if nothing failed, and 2 if the folder cannot be used.
 */
public final class Main {
    /** Folders in folders. */
    private static final int MAX_DEPTH = 8;

    /** They tell of the vectors and hold none. */
    private static final Set<String> ABOUT = Set.of("PROVENANCE.json", "README.md");

    private final List<VectorSuite> suites;
    private final PrintStream out;
    private final PrintStream complaints;
    private int cases;
    private int failed;
    private final Set<String> unknown = new TreeSet<>();

    Main(List<VectorSuite> suites, PrintStream out, PrintStream complaints) {
        this.suites = suites;
        this.out = out;
        this.complaints = complaints;
    }

    /** Takes the folder. */
    public static void main(String[] arguments) throws IOException {
        if (arguments.length != 1 || !Files.isDirectory(Path.of(arguments[0]))) {
            System.err.println("vectors needs a folder of vectors, such as ../shared/vectors/crypto");
            System.exit(2);
        }
        List<VectorSuite> suites = new ArrayList<>();
        ServiceLoader.load(VectorSuite.class).forEach(suites::add);
        System.exit(new Main(suites, System.out, System.err).run(Path.of(arguments[0])) ? 0 : 1);
    }

    /** Runs all; whether nothing failed. */
    boolean run(Path folder) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder, MAX_DEPTH)) {
            files = all.filter(Files::isRegularFile)
                    .filter(file -> !ABOUT.contains(name(file)))
                    .sorted()
                    .toList();
        }
        for (Path file : files) {
            run(file, folder.relativize(file).toString());
        }
        if (!unknown.isEmpty()) {
            out.println("no suite knows " + String.join(" ", unknown));
        }
        out.println("vectors files=" + files.size() + " cases=" + cases + " failed=" + failed + " unknown="
                + unknown.size());
        return failed == 0;
    }

    private void run(Path file, String shown) {
        List<VectorSuite> knowing = suites.stream()
                .filter(suite -> suite.files().contains(name(file)))
                .toList();
        if (knowing.isEmpty()) {
            unknown.add(shown);
            return;
        }
        Cases counted = new Cases(shown, complaints);
        for (VectorSuite suite : knowing) {
            int before = counted.run();
            try {
                suite.run(name(file), new ObjectMapper().readTree(Files.readAllBytes(file)), counted);
            } catch (Exception unreadable) {
                counted.fail("the file", "cannot be read as vectors: " + unreadable);
            }
            if (counted.run() == before && counted.failed() == 0) {
                counted.fail("the file", "holds no case for " + suite.getClass().getSimpleName());
            }
        }
        cases += counted.run();
        failed += counted.failed();
        out.println(shown + " cases=" + counted.run() + " failed=" + counted.failed());
    }

    private static String name(Path file) {
        return file.getFileName().toString();
    }
}
