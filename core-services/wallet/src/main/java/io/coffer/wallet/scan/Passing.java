// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.node.Halts.Kind;
import java.util.Optional;

/**
 * Whether reading may pass the removal of blocks that counted as final, and so take back what was final in them.
 *
 * @param byRule by the chain's settings, whatever it is
 * @param acknowledged id of the halt that an operator has judged: exactly that may be passed
 */
record Passing(boolean byRule, Optional<String> acknowledged) {
    boolean allows(Kind kind, String subject) {
        return byRule || acknowledged.equals(Optional.of(HaltException.id(kind, subject)));
    }
}
