// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.MalformedException;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import java.util.Set;

/**
 * Sends to a devnet node, but only to one that has just said that it serves the right chain. Whatever is not a clear
 * answer about these very bytes is indeterminate: the node may have taken them before whatever went wrong.
 */
final class DevnetBroadcaster implements Broadcaster {
    /** What is wrong with the bytes themselves. */
    private static final Set<String> PERMANENT = Set.of("malformed", "bad-signature", "wrong-chain");

    /** What may be otherwise after the next block or reorganisation: even a nonce that was used may be free again. */
    private static final Set<String> FOR_NOW = Set.of(
            "nonce-too-low",
            "nonce-too-high",
            "nonce-conflict",
            "insufficient-funds",
            "missing-input",
            "spent-input",
            "fee-too-low",
            "full");

    private final DevnetNode node;
    private final DevnetTransactions codec;

    DevnetBroadcaster(DevnetNode node, DevnetTransactions codec) {
        this.node = node;
        this.codec = codec;
    }

    /** @throws IllegalArgumentException if these are no bytes of this chain */
    @Override
    public SubmitOutcome submit(SignedTx transaction) {
        codec.decode(transaction);
        String json = "{\"raw\":\"" + transaction.encoded().toHex() + "\"}";
        try {
            return node.call(asked -> outcome(transaction, asked.post("/tx", json)));
        } catch (ChainException unclear) {
            return new SubmitOutcome.Indeterminate(unclear.kind() + ": " + unclear.getMessage());
        } catch (RuntimeException broken) {
            return new SubmitOutcome.Indeterminate(broken.getClass().getSimpleName());
        }
    }

    private static SubmitOutcome outcome(SignedTx transaction, Answer answer) throws MalformedException {
        if (!answer.isOk()) {
            return refused(answer.code());
        }
        if (!answer.body().text("id").equals(transaction.id().text())) {
            throw new MalformedException("id: not that of the bytes that were sent");
        }
        return switch (answer.body().text("result")) {
            case "accepted" -> new SubmitOutcome.Accepted();
            case "known" -> new SubmitOutcome.AlreadyKnown();
            default -> throw new MalformedException("result: neither accepted nor known");
        };
    }

    private static SubmitOutcome refused(String code) {
        if (PERMANENT.contains(code) || FOR_NOW.contains(code)) {
            return new SubmitOutcome.Rejected(code, PERMANENT.contains(code));
        }
        return new SubmitOutcome.Indeterminate("the node answers " + code);
    }
}
