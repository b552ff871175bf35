// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Wallets;
import java.util.Optional;

/** The services of the node, each while it is there: bundles come and go. */
interface Services {
    <T> Optional<T> find(Class<T> service);

    default MoneyCore core() throws Problem {
        return find(MoneyCore.class).orElseThrow(() -> absent("money core"));
    }

    default Wallets wallets() throws Problem {
        return find(Wallets.class).orElseThrow(() -> absent("wallet service"));
    }

    default Chains chains() throws Problem {
        return find(Chains.class).orElseThrow(() -> absent("chain service"));
    }

    static Problem absent(String what) {
        return Problem.later(
                503,
                "service.absent",
                "The " + what + " is not running at this moment.",
                "Send the same request again later; the operator sees more with coffer:status.");
    }
}
