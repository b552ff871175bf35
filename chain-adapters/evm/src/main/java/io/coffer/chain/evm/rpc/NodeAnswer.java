// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import io.coffer.plugin.Printable;
import org.web3j.protocol.core.Response;

/** What a node answered to one question: a result, JSON null included, or an error of its own. */
public final class NodeAnswer extends Response<JsonNode> {
    static NodeAnswer result(long id, JsonNode result) {
        NodeAnswer answer = new NodeAnswer();
        answer.setId(id);
        answer.setResult(result);
        return answer;
    }

    /** @param data what the node adds to its words, such as what a contract gave back; empty if nothing */
    static NodeAnswer error(long id, int code, String message, String data) {
        NodeAnswer answer = new NodeAnswer();
        answer.setId(id);
        answer.setResult(NullNode.instance);
        Error error = new Error(code, message);
        error.setData(data);
        answer.setError(error);
        return answer;
    }

    /** Whether the node says that it has no such method, or keeps it from us. */
    public boolean isUnsupported() {
        return hasError()
                && Complaint.isUnsupported(getError().getCode(), getError().getMessage());
    }

    /** Whether the node says that it no longer keeps what is needed to run a block again. */
    public boolean isStateGone() {
        return hasError() && Complaint.isStateGone(getError().getMessage());
    }

    /** Whether the node says that this is more than it sends at once, or what nodes say that are busy: ask for less. */
    public boolean isTooMuch() {
        return hasError()
                && Complaint.isTooMuch(getError().getCode(), getError().getMessage());
    }

    /** Whether the node says in so many words that the answer, or the batch that it is in, is too big to send. */
    public boolean isTooBig() {
        return hasError() && Complaint.isAnswerTooBig(getError().getMessage());
    }

    /** The node's error as one short printable line, with the reason that a contract gave, if it gave one. */
    public String complaint() {
        String said = getError().getCode() + " " + Printable.of(getError().getMessage());
        return RevertReason.of(getError().getData())
                .map(Printable::of)
                .filter(reason -> !said.contains(reason))
                .map(reason -> said + ": " + reason)
                .orElse(said);
    }
}
