// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.chain.AssetDriver;
import io.coffer.campaign.client.NodeClient;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;

/** Holds the books against the chain as a whole: debits equal credits, and custody is what our addresses have. */
record BooksCheck(NodeClient node, AssetDriver asset, List<Ack> acks) {
    void into(Findings findings) throws IOException, InterruptedException {
        if (!node.trialBalance().require("trial balance").path("balanced").asBoolean()) {
            findings.unbalanced("the trial balance");
        }
        BigInteger onChain = asset.balance(node.hotWallet(asset.chain().chain()));
        for (Ack ack : acks) {
            if (ack.kind().equals("address")) {
                onChain = onChain.add(asset.balance(ack.id()));
            }
        }
        BigInteger inLedger = node.custody(asset.asset());
        if (!onChain.equals(inLedger)) {
            findings.unbalanced("custody of " + asset.asset() + ": ledger " + inLedger + ", chain " + onChain);
        }
    }
}
