// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeFault;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.spi.chain.ChainException;

/** Takes results out of a node's answers. */
final class Answers {
    private Answers() {}

    /**
     * The result, which may be JSON null.
     *
     * @throws NodeFault of cause TOO_LONG if the node says that it is more than it sends
     * @throws ChainException of kind REFUSED for any other error of the node
     */
    static JsonNode notTooLarge(Query query, NodeAnswer answer) throws NodeFault, ChainException {
        if (answer.isTooMuch()) {
            throw NodeFault.tooLong("the node refuses " + query.method() + " as too much: " + answer.complaint());
        }
        return NodeCall.resultOf(query, answer);
    }
}
