// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.web3j.protocol.core.Response;

/** What a node answered to one question: a result, JSON null included, or an error of its own. */
public final class NodeAnswer extends Response<JsonNode> {
    static NodeAnswer result(long id, JsonNode result) {
        NodeAnswer answer = new NodeAnswer();
        answer.setId(id);
        answer.setResult(result);
        return answer;
    }

    static NodeAnswer error(long id, int code, String message) {
        NodeAnswer answer = new NodeAnswer();
        answer.setId(id);
        answer.setResult(NullNode.instance);
        answer.setError(new Error(code, message));
        return answer;
    }

    /** Whether the node says that it has no such method, or keeps it from us. */
    public boolean isUnsupported() {
        return hasError()
                && Complaint.isUnsupported(getError().getCode(), getError().getMessage());
    }

    /** Whether the node says that this is more than it sends at once. */
    public boolean isTooMuch() {
        return hasError()
                && Complaint.isTooMuch(getError().getCode(), getError().getMessage());
    }

    /** The node's error as one short printable line. */
    public String complaint() {
        return getError().getCode() + " " + Excerpt.of(getError().getMessage());
    }
}
