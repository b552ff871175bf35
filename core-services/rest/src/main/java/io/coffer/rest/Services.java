// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.History;
import io.coffer.api.node.Wallets;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import java.util.Optional;

/** The services of the node, each while it is there: bundles come and go. */
interface Services {
    Optional<MoneyCore> findCore();

    Optional<Wallets> findWallets();

    Optional<Chains> findChains();

    Optional<Halts> findHalts();

    Optional<History> findHistory();

    Optional<KeyVault> findVault();

    Optional<SigningService> findSigning();

    default MoneyCore core() throws Problem {
        return findCore().orElseThrow(() -> absent("money core"));
    }

    default Wallets wallets() throws Problem {
        return findWallets().orElseThrow(() -> absent("wallet service"));
    }

    default Chains chains() throws Problem {
        return findChains().orElseThrow(() -> absent("chain service"));
    }

    static Problem absent(String what) {
        return Problem.later(
                503,
                "service.absent",
                "The " + what + " is not running at this moment.",
                "Send the same request again later; the operator sees more with coffer:status.");
    }
}
