// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Turns the words of a Unix command line into one line of the Karaf shell's language. */
final class CommandLine {
    private static final Pattern PLAIN = Pattern.compile("[\\w:./=@,+-]+");

    private CommandLine() {}

    /**
     * Joins the words. A single word is passed as it is, so that a whole script may be given in quotes; of several
     * words each stays one argument, whatever characters it has.
     */
    static String of(List<String> words) {
        if (words.size() == 1) {
            return words.get(0);
        }
        return words.stream().map(CommandLine::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        if (PLAIN.matcher(word).matches()) {
            return word;
        }
        // Between single quotes the shell takes every character as it is; a single quote goes between double ones.
        return "'" + word.replace("'", "'\"'\"'") + "'";
    }
}
