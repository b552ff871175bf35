// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.MalformedException;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;

/** Sends to a devnet node. Whatever is not a clear answer is indeterminate. */
final class DevnetBroadcaster implements Broadcaster {
    private static final int BAD_REQUEST = 400;
    private static final int CONFLICT = 409;
    private static final int UNAVAILABLE = 503;

    private final DevnetNode node;

    DevnetBroadcaster(DevnetNode node) {
        this.node = node;
    }

    @Override
    public SubmitOutcome submit(SignedTx transaction) {
        try {
            String raw = transaction.encoded().toHex();
            return outcome(transaction, node.post("/tx", "{\"raw\":\"" + raw + "\"}"));
        } catch (ChainException unclear) {
            return new SubmitOutcome.Indeterminate(unclear.kind() + ": " + unclear.getMessage());
        } catch (MalformedException garbage) {
            return new SubmitOutcome.Indeterminate("the node's answer makes no sense: " + garbage.getMessage());
        }
    }

    private static SubmitOutcome outcome(SignedTx transaction, DevnetNode.Answer answer) throws MalformedException {
        if (answer.isOk()) {
            if (!answer.body().text("id").equals(transaction.id().text())) {
                return new SubmitOutcome.Indeterminate("the node names another id");
            }
            return answer.body().text("result").equals("known")
                    ? new SubmitOutcome.AlreadyKnown()
                    : new SubmitOutcome.Accepted();
        }
        String code = answer.code();
        return switch (answer.status()) {
            case BAD_REQUEST -> new SubmitOutcome.Rejected(code, true);
            case CONFLICT -> new SubmitOutcome.Rejected(code, code.equals("nonce-too-low"));
            case UNAVAILABLE ->
                code.equals("full")
                        ? new SubmitOutcome.Rejected(code, false)
                        : new SubmitOutcome.Indeterminate("the node answers " + code);
            default -> new SubmitOutcome.Indeterminate("the node answers " + answer.status() + " " + code);
        };
    }
}
