// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a node means by an error, as far as its code or its words tell: nodes agree on neither. */
final class Complaint {
    private static final Set<Integer> NO_SUCH_METHOD = Set.of(-32601, -32004);
    /** EIP-1474 gives -32003 another meaning, but hosted nodes use it so; jsonrpsee (reth) has the other two. */
    private static final Set<Integer> TOO_MUCH = Set.of(-32003, -32008, -32011);

    private static final Pattern NO_SUCH_METHOD_WORDS = words(
            "method not found",
            "does not exist/is not available",
            "method is not available",
            "method not available",
            "method is not supported",
            "method not supported",
            "unsupported method",
            "unknown method",
            "not whitelisted",
            "method is disabled",
            "method not allowed",
            "method is not allowed",
            "is not available on");

    /** Of geth and what descends from it, of Erigon, Nethermind and reth. */
    private static final Pattern STATE_GONE_WORDS = words(
            "historical state unavailable",
            "historical state is not available",
            "historical state not available",
            "missing trie node",
            "no state available",
            "state is not available",
            "state not available",
            "state is pruned",
            "state already pruned",
            "has been pruned",
            "due to pruning");

    private static final Pattern TOO_MUCH_WORDS = words(
            "query returned more than",
            "returned more than",
            "query exceeds max",
            "range is too large",
            "range too large",
            "range too wide",
            "range is too wide",
            "block range",
            "blocks range",
            "too many blocks",
            "too many results",
            "too many logs",
            "logs matched by query exceeds limit",
            "max results",
            "exceeds the range",
            "exceed maximum",
            "response size",
            "response is too big",
            "response too large",
            "response is too large",
            "result set too large",
            "limited to a");

    /** Speak of the answer itself and of nothing that may pass; geth also says so of what is left of a batch. */
    private static final Pattern ANSWER_TOO_BIG_WORDS = words(
            "response is too big",
            "response too big",
            "response is too large",
            "response too large",
            "response size exceed",
            "response size is larger",
            "response size is too large");

    private static final Pattern BATCH_TOO_LONG_WORDS = words(
            "batch too large",
            "batch is too large",
            "batch size",
            "batch limit",
            "batch length",
            "batch of more than",
            "batch request limit",
            "too many requests in batch",
            "maximum batch",
            "too many rpc calls in batch",
            "rpc batch exceeds",
            "batch requests limit",
            "batch response too large",
            "batch exceeds");

    /** The bare words of BNB Chain's nodes; in a longer sentence they speak of the rate of questions. */
    private static final Pattern BARE_LIMIT = Pattern.compile("\\s*limit exceeded\\s*");

    private Complaint() {}

    /** Whether the node says that it has no such method, or keeps it from us. */
    static boolean isUnsupported(int code, String message) {
        return NO_SUCH_METHOD.contains(code) || has(NO_SUCH_METHOD_WORDS, message);
    }

    /** Whether the node says that it no longer keeps what is needed to run a block again. */
    static boolean isStateGone(String message) {
        return has(STATE_GONE_WORDS, message);
    }

    /**
     * Whether the node says that it would send less: a smaller range may succeed. Proxies say some of it when they are
     * merely busy, so nothing may be left out because of it.
     */
    static boolean isTooMuch(int code, String message) {
        return TOO_MUCH.contains(code)
                || has(TOO_MUCH_WORDS, message)
                || BARE_LIMIT.matcher(message.toLowerCase(Locale.ROOT)).matches();
    }

    /** Whether the node says in so many words that the answer is too big; its codes alone never say that. */
    static boolean isAnswerTooBig(String message) {
        return has(ANSWER_TOO_BIG_WORDS, message);
    }

    /** Whether the node takes batches, but shorter ones. */
    static boolean isBatchTooLong(String message) {
        return has(BATCH_TOO_LONG_WORDS, message);
    }

    private static boolean has(Pattern words, String message) {
        return words.matcher(message.toLowerCase(Locale.ROOT)).find();
    }

    private static Pattern words(String... words) {
        return Pattern.compile(Stream.of(words).map(Pattern::quote).collect(Collectors.joining("|")));
    }
}
