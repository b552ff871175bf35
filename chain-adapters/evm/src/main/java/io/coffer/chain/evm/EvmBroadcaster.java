// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.tx.EvmTransactions;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TxId;
import java.io.IOException;

/**
 * Sends signed transactions. Only what a node clearly says about these very bytes is believed; everything else is
 * Indeterminate, because the node may have relayed them before whatever went wrong.
 */
final class EvmBroadcaster implements Broadcaster {
    private final NodeCalls node;
    private final EvmTransactions codec;

    EvmBroadcaster(NodeCalls node, EvmTransactions codec) {
        this.node = node;
        this.codec = codec;
    }

    /** @throws IllegalArgumentException if the bytes are no transfer of this chain or have another id */
    @Override
    public SubmitOutcome submit(SignedTx transaction) {
        codec.decode(transaction);
        Query query =
                Query.of("eth_sendRawTransaction", "0x" + transaction.encoded().toHex());
        try {
            return node.callOnce(call -> outcome(call, call.ask(query), transaction.id()));
        } catch (ChainException failure) {
            return new SubmitOutcome.Indeterminate(failure.kind() + ": " + failure.getMessage());
        } catch (RuntimeException failure) {
            return new SubmitOutcome.Indeterminate(failure.getClass().getSimpleName());
        }
    }

    private static SubmitOutcome outcome(NodeCall call, NodeAnswer answer, TxId id) throws ChainException {
        if (!answer.hasError()) {
            return accepted(answer.getResult(), id);
        }
        SubmitComplaint complaint =
                SubmitComplaint.of(answer.getError().getMessage()).orElse(null);
        if (complaint == null) {
            return new SubmitOutcome.Indeterminate("the node answered: " + answer.complaint());
        }
        return switch (complaint) {
            case ALREADY_KNOWN -> new SubmitOutcome.AlreadyKnown();
            // The sequence may have been used by this very transaction, sent before and mined since.
            case NONCE_TOO_LOW, REPLACEMENT_UNDERPRICED ->
                isKnown(call, id) ? new SubmitOutcome.AlreadyKnown() : rejected(complaint);
            default -> rejected(complaint);
        };
    }

    private static SubmitOutcome accepted(JsonNode result, TxId id) {
        boolean ours = result.isTextual() && result.textValue().equalsIgnoreCase(id.text());
        return ours
                ? new SubmitOutcome.Accepted()
                : new SubmitOutcome.Indeterminate("the node answered with another id than that of the bytes");
    }

    private static boolean isKnown(NodeCall call, TxId id) throws ChainException {
        try {
            return !call.result(Query.of("eth_getTransactionByHash", id.text())).isNull();
        } catch (IOException failure) {
            throw new ChainException(
                    ChainException.Kind.UNREACHABLE, "the node refused it and could not be asked whether it knows it");
        }
    }

    private static SubmitOutcome rejected(SubmitComplaint complaint) {
        return new SubmitOutcome.Rejected(complaint.code(), complaint.permanent());
    }
}
