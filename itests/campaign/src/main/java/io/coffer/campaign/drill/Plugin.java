// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;

/**
 * A plugin's bundle in two versions: the one of the distribution, and the same under another version.
 *
 * @param name symbolic name
 * @param marker a class of the bundle that is loaded whenever it is at work
 * @param threads what the names of its threads begin with
 */
public record Plugin(String name, String marker, String threads, Path present, Path other) {
    public static final String OTHER_VERSION = "0.2.0.drill";
    private static final String VERSION = "Bundle-Version";

    /**
     * Finds the bundle in a distribution and makes the other version of it.
     *
     * @param folder in which the other one is written
     */
    public static Plugin of(Path distribution, String artifact, String marker, String threads, Path folder)
            throws IOException {
        Path present = jar(distribution.resolve(Path.of("system", "io", "coffer", artifact)));
        Path other = folder.resolve(artifact + "-" + OTHER_VERSION + ".jar");
        copyAs(OTHER_VERSION, present, other);
        return new Plugin("io.coffer." + artifact, marker, threads, present, other);
    }

    private static Path jar(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            List<Path> jars =
                    files.filter(file -> file.toString().endsWith(".jar")).toList();
            if (jars.size() != 1) {
                throw new IOException(folder + " holds " + jars.size() + " bundles");
            }
            return jars.get(0);
        }
    }

    private static void copyAs(String version, Path from, Path to) throws IOException {
        try (JarFile jar = new JarFile(from.toFile())) {
            Manifest manifest = new Manifest(jar.getManifest());
            manifest.getMainAttributes().put(new Attributes.Name(VERSION), version);
            try (OutputStream file = Files.newOutputStream(to);
                    JarOutputStream out = new JarOutputStream(file, manifest)) {
                Enumeration<JarEntry> entries = jar.entries();
                while (entries.hasMoreElements()) {
                    JarEntry entry = entries.nextElement();
                    if (!entry.getName().equals(JarFile.MANIFEST_NAME)) {
                        out.putNextEntry(new JarEntry(entry.getName()));
                        try (InputStream in = jar.getInputStream(entry)) {
                            in.transferTo(out);
                        }
                        out.closeEntry();
                    }
                }
            }
        }
    }
}
