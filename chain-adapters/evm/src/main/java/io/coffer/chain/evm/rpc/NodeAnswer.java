// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import org.web3j.protocol.core.Response;

/** What a node answered to one question: a result, JSON null included, or an error of its own. */
public final class NodeAnswer extends Response<JsonNode> {
    private static final int METHOD_NOT_FOUND = -32601;

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

    /** Whether the node says that it has no such method. */
    public boolean isUnsupported() {
        return hasError() && getError().getCode() == METHOD_NOT_FOUND;
    }

    /** The node's error as one short printable line. */
    public String complaint() {
        return getError().getCode() + " " + Excerpt.of(getError().getMessage());
    }
}
