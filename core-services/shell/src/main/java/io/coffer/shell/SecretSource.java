// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import java.io.IOException;

/** Where secrets are typed or sent. */
interface SecretSource {
    /** Characters, or bytes, of one secret: 24 words of a language with long words fit well. */
    int MAX_LENGTH = 1_024;

    /**
     * One line without its end; empty at the end of the input. The caller wipes it.
     *
     * @param name what it is, for errors
     */
    char[] line(String name) throws IOException, ShellProblem;

    static ShellProblem tooLong(String name) {
        return new ShellProblem(name + ": is longer than " + MAX_LENGTH, "shorten it");
    }
}
