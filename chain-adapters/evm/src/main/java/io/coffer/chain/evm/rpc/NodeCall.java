// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.plugin.call.Deadline;
import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.web3j.protocol.core.BatchRequest;
import org.web3j.protocol.core.Request;

/** What a piece of work may ask the node within one call of the core. Used by one thread. */
public final class NodeCall {
    /** A piece of work that asks the node. */
    @FunctionalInterface
    public interface Work<T> {
        T run(NodeCall node) throws IOException, ChainException;
    }

    private final HttpNode http;
    private final Deadline deadline;
    private final ChainCheck chain;
    private final List<NodeCall> others;

    /** @param others the same for the other nodes of the network, if there are any */
    NodeCall(HttpNode http, Deadline deadline, ChainCheck chain, List<NodeCall> others) {
        this.http = http;
        this.deadline = deadline;
        this.chain = chain;
        this.others = List.copyOf(others);
    }

    public Deadline deadline() {
        return deadline;
    }

    /** The node's answer, be it an error. */
    public NodeAnswer ask(Query query) throws IOException {
        HttpNode reading = http.reading(query.details());
        return reading.send(request(query, reading), NodeAnswer.class);
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

    /**
     * The answers in the order of the questions, errors among them: in batches where the node takes batches, in shorter
     * ones where it finds them too long.
     */
    public List<NodeAnswer> askAll(List<Query> queries) throws IOException {
        return askAll(queries, false);
    }

    /** As {@link #askAll}, in shorter batches also where the answer to a batch as a whole is longer than allowed. */
    public List<NodeAnswer> askEach(List<Query> queries) throws IOException {
        return askAll(queries, true);
    }

    /** Whether the node was found to have no such method. */
    public boolean lacks(String method) {
        return chain.lacks(method);
    }

    /** Remembers for some time that the node has no such method, unless it fails: another one may answer after it. */
    public void found(String lackingMethod) {
        chain.found(lackingMethod);
    }

    /** Makes sure that the node still serves the configured chain, however recently that was asked. */
    public void confirmChain() throws IOException, ChainException {
        chain.confirm(this);
    }

    /** The same for the other nodes of the network, in the order in which they would take over. */
    public List<NodeCall> others() {
        return others;
    }

    /** Runs {@code work} if the node serves the configured chain, which is asked if it is due. */
    public <T> T run(Work<T> work) throws IOException, ChainException {
        try {
            chain.confirmIfDue(this);
            return work.run(this);
        } catch (NodeFault fault) {
            chain.forget();
            throw fault;
        }
    }

    /** What the other nodes of the network that are reachable and of this chain answer, each to {@code work}. */
    public <T> List<T> askOthers(Work<T> work) {
        List<T> answers = new ArrayList<>();
        for (NodeCall other : others) {
            try {
                other.chain.confirmIfDue(other);
                answers.add(work.run(other));
            } catch (IOException | ChainException silent) {
                // A node that does not answer has no say; whether the rest are enough is the caller's matter.
                other.chain.forget();
            }
        }
        return answers;
    }

    private List<NodeAnswer> askAll(List<Query> queries, boolean splitLongAnswers) throws IOException {
        List<NodeAnswer> answers = new ArrayList<>();
        int limit = chain.batchLimit();
        while (answers.size() < queries.size()) {
            int size = Math.min(queries.size() - answers.size(), limit);
            List<Query> next = queries.subList(answers.size(), answers.size() + size);
            try {
                answers.addAll(size == 1 ? List.of(ask(next.get(0))) : batch(next));
            } catch (NodeFault fault) {
                if (size == 1) {
                    throw fault;
                }
                limit = shorterBatch(fault, size, splitLongAnswers);
            }
        }
        return answers;
    }

    private int shorterBatch(NodeFault fault, int size, boolean splitLongAnswers) throws NodeFault {
        switch (fault.reason()) {
            case BATCH_REFUSED -> chain.refusesBatches();
            case BATCH_TOO_LONG -> chain.halveBatches(size);
            default -> {
                if (fault.reason() == NodeFault.Cause.TOO_LONG && splitLongAnswers) {
                    return size / 2;
                }
                throw fault;
            }
        }
        return chain.batchLimit();
    }

    private List<NodeAnswer> batch(List<Query> queries) throws IOException {
        Set<String> details = new HashSet<>();
        queries.forEach(query -> details.addAll(query.details()));
        HttpNode reading = http.reading(details);
        BatchRequest batch = new BatchRequest(reading);
        queries.forEach(query -> batch.add(request(query, reading)));
        return reading.sendBatch(batch).getResponses().stream()
                .map(NodeAnswer.class::cast)
                .toList();
    }

    private static Request<Object, NodeAnswer> request(Query query, HttpNode reading) {
        return new Request<>(query.method(), query.params(), reading, NodeAnswer.class);
    }

    /** @throws ChainException of kind REFUSED if the answer is an error */
    public static JsonNode resultOf(Query query, NodeAnswer answer) throws ChainException {
        if (answer.hasError()) {
            throw new ChainException(ChainException.Kind.REFUSED, query.method() + ": " + answer.complaint());
        }
        return answer.getResult();
    }
}
