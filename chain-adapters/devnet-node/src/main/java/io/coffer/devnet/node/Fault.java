// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** How the node misbehaves towards clients. */
enum Fault {
    NONE,
    /** Submissions are carried out, but no answer makes sense. */
    GARBAGE,
    /** Everything is refused. */
    ERROR,
    /** Nothing is carried out and nothing answered. */
    HANG,
    /** As the node of another chain. */
    WRONG_CHAIN,
    /** As a node that has not seen the last blocks. */
    BEHIND;

    /** As the control call spells it. */
    String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static Optional<Fault> of(String word) {
        return Arrays.stream(values())
                .filter(fault -> fault.word().equals(word))
                .findFirst();
    }
}
