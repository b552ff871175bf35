// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.Request;

/** What a piece of work may ask the node within one call of the core. Used by one thread. */
public final class NodeCall {
    /** Geth's default is 1000; hosted nodes are known to stop at 100. */
    static final int MAX_BATCH = 100;

    /** A piece of work that asks the node. */
    @FunctionalInterface
    public interface Work<T> {
        T run(NodeCall node) throws IOException, ChainException;
    }

    private final HttpNode http;
    private final Deadline deadline;
    private final ChainCheck chain;

    NodeCall(HttpNode http, Deadline deadline, ChainCheck chain) {
        this.http = http;
        this.deadline = deadline;
        this.chain = chain;
    }

    public Deadline deadline() {
        return deadline;
    }

    /** The node's answer, be it an error. */
    public NodeAnswer ask(Query query) throws IOException {
        return http.send(request(query), NodeAnswer.class);
    }

    /**
     * The result, which may be JSON null.
     *
     * @throws ChainException of kind REFUSED if the node answers with an error
     */
    public JsonNode result(Query query) throws IOException, ChainException {
        return resultOf(query, ask(query));
    }

    /** The results in the order of the questions; as {@link #result}. */
    public List<JsonNode> results(List<Query> queries) throws IOException, ChainException {
        List<NodeAnswer> answers = askAll(queries);
        List<JsonNode> results = new ArrayList<>();
        for (int i = 0; i < answers.size(); i++) {
            results.add(resultOf(queries.get(i), answers.get(i)));
        }
        return results;
    }

    /** The answers in the order of the questions, errors among them: in batches where the node takes batches. */
    public List<NodeAnswer> askAll(List<Query> queries) throws IOException {
        List<NodeAnswer> answers = new ArrayList<>();
        for (int from = 0; from < queries.size(); from += MAX_BATCH) {
            answers.addAll(askBatch(queries.subList(from, Math.min(queries.size(), from + MAX_BATCH))));
        }
        return answers;
    }

    /** Makes sure that the node still serves the configured chain, however recently that was asked. */
    public void confirmChain() throws IOException, ChainException {
        chain.confirm(this);
    }

    private List<NodeAnswer> askBatch(List<Query> queries) throws IOException {
        if (queries.size() > 1 && chain.takesBatches()) {
            BatchRequest batch = new BatchRequest(http);
            queries.forEach(query -> batch.add(request(query)));
            try {
                return http.sendBatch(batch).getResponses().stream()
                        .map(NodeAnswer.class::cast)
                        .toList();
            } catch (NodeFault refused) {
                if (refused.reason() != NodeFault.Cause.BATCH_REFUSED) {
                    throw refused;
                }
                chain.refusesBatches();
            }
        }
        List<NodeAnswer> answers = new ArrayList<>();
        for (Query query : queries) {
            answers.add(ask(query));
        }
        return answers;
    }

    private Request<Object, NodeAnswer> request(Query query) {
        return new Request<>(query.method(), query.params(), http, NodeAnswer.class);
    }

    /** @throws ChainException of kind REFUSED if the answer is an error */
    public static JsonNode resultOf(Query query, NodeAnswer answer) throws ChainException {
        if (answer.hasError()) {
            throw new ChainException(ChainException.Kind.REFUSED, query.method() + ": " + answer.complaint());
        }
        return answer.getResult();
    }
}
