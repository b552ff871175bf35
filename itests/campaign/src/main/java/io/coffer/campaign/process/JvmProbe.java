// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks into another Java process with the JDK's own tool. */
public final class JvmProbe {
    private static final long LIMIT_MS = 60_000;
    private static final Pattern THREAD = Pattern.compile("^\"([^\"]+)\"", Pattern.MULTILINE);

    private final long pid;

    public JvmProbe(long pid) {
        this.pid = pid;
    }

    /** Collects all garbage, classes that nobody can reach among it. */
    public void collect() throws IOException, InterruptedException {
        run("GC.run");
    }

    /** How many class loaders have a class of this name loaded; each has one of its own. */
    public int loadersOf(String className) throws IOException, InterruptedException {
        return (int) run("VM.classloaders", "show-classes=true", "fold=false")
                .lines()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .filter(className::equals)
                .count();
    }

    /** The names of all live threads. */
    public List<String> threads() throws IOException, InterruptedException {
        List<String> names = new ArrayList<>();
        Matcher matcher = THREAD.matcher(run("Thread.print"));
        while (matcher.find()) {
            names.add(matcher.group(1));
        }
        return names;
    }

    private String run(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid)));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (!process.waitFor(LIMIT_MS, TimeUnit.MILLISECONDS)) {
            process.destroyForcibly();
            throw new IOException("jcmd " + words[0] + " did not end");
        }
        if (process.exitValue() != 0) {
            throw new IOException("jcmd " + words[0] + ": " + output.strip());
        }
        return output;
    }
}
