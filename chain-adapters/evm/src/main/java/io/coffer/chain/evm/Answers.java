// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeFault;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Takes results out of a node's answers. */
final class Answers {
    /** How often the node must say of one question, asked alone, that the answer is too big: a batch may have been. */
    private static final int TIMES_SAID_ALONE = 2;

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

    /**
     * In the order of the questions; empty where nothing will ever be read: the answer to that question alone is longer
     * than is read, or the node says in so many words, and again, that it is too big to send. Any other error may pass
     * and is among the answers.
     */
    static List<Optional<NodeAnswer>> eachThatCanBeRead(NodeCall node, List<Query> queries) throws IOException {
        List<Optional<NodeAnswer>> answers = new ArrayList<>(eachUnlessTooLong(node, queries));
        for (int i = 0; i < answers.size(); i++) {
            for (int time = 0; time < TIMES_SAID_ALONE && isTooBig(answers.get(i)); time++) {
                answers.set(
                        i, eachUnlessTooLong(node, queries.subList(i, i + 1)).get(0));
            }
            if (isTooBig(answers.get(i))) {
                answers.set(i, Optional.empty());
            }
        }
        return answers;
    }

    private static boolean isTooBig(Optional<NodeAnswer> answer) {
        return answer.filter(NodeAnswer::isTooBig).isPresent();
    }

    /**
     * In the order of the questions; empty where the answer to a single one is longer than is read. It is looked for by
     * halves, so that one among hundreds costs a few questions more and not one for each.
     */
    private static List<Optional<NodeAnswer>> eachUnlessTooLong(NodeCall node, List<Query> queries) throws IOException {
        try {
            return node.askEach(queries).stream().map(Optional::of).toList();
        } catch (NodeFault fault) {
            if (fault.reason() != NodeFault.Cause.TOO_LONG) {
                throw fault;
            }
        }
        if (queries.size() == 1) {
            return List.of(Optional.empty());
        }
        int half = queries.size() / 2;
        List<Optional<NodeAnswer>> answers = new ArrayList<>(eachUnlessTooLong(node, queries.subList(0, half)));
        answers.addAll(eachUnlessTooLong(node, queries.subList(half, queries.size())));
        return answers;
    }
}
