// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Why a node did not take a transaction. Nodes tell it in words only; these are the words of geth (BNB Chain's, Bor and
 * OP-stack nodes are made from it), Erigon, Nethermind, Besu, Reth, Arbitrum's and anvil. What is not listed is not understood, and then it is not known what became of the transaction.
 */
enum SubmitComplaint {
    ALREADY_KNOWN(
            "already-known",
            false,
            "already known",
            "alreadyknown",
            "known transaction",
            "already imported",
            "already in mempool",
            "already in pool",
            "already exists in pool"),
    REPLACEMENT_UNDERPRICED(
            "replacement-underpriced",
            false,
            "replacement transaction underpriced",
            "could not replace existing tx",
            "replaced by transaction with higher tip",
            "replacementnotallowed"),
    NONCE_TOO_LOW(
            "nonce-too-low", false, "nonce too low", "nonce is too low", "below sender account nonce", "oldnonce"),
    NONCE_TOO_HIGH(
            "nonce-too-high",
            false,
            "nonce too high",
            "nonce gap",
            "nonce_too_distant",
            "noncegap",
            "noncetoofarinfuture",
            "transaction with a lower nonce exists"),
    INSUFFICIENT_FUNDS(
            "insufficient-funds",
            false,
            "insufficient funds",
            "insufficientfunds",
            "insufficient balance",
            "upfront cost exceeds"),
    UNDERPRICED(
            "underpriced",
            false,
            "transaction underpriced",
            "max fee per gas less than block base fee",
            "less than the block base fee",
            "feetoolow",
            "fee too low",
            "gas price too low",
            "gas price below current base fee",
            "below configured minimum",
            "underpriced"),
    FEE_CAP("fee-cap", false, "exceeds the configured cap", "fee cap exceeded"),
    POOL_FULL(
            "pool-full",
            false,
            "txpool is full",
            "transaction pool is full",
            "pool limit",
            "sub-pool is full",
            "queue full"),
    GAS_LIMIT("gas-limit", false, "exceeds block gas limit", "gas limit is too big", "gaslimitexceeded"),
    TYPE_UNKNOWN("type-unknown", false, "transaction type not supported", "notsupportedtxtype", "txtypenotsupported"),
    INTRINSIC_GAS("intrinsic-gas", true, "intrinsic gas too low", "intrinsic gas exceeds"),
    INVALID_SIGNATURE("invalid-signature", true, "invalid sender", "invalid signature", "invalid transaction v, r, s"),
    INVALID_CHAIN("invalid-chain-id", true, "invalid chain id", "invalid chainid", "wrong chain id", "wrong chainid");

    private final String code;
    private final boolean permanent;
    private final Pattern words;

    SubmitComplaint(String code, boolean permanent, String... words) {
        this.code = code;
        this.permanent = permanent;
        // From the start of a word: "unknown transaction type" is no "known transaction".
        this.words =
                Pattern.compile(Stream.of(words).map(Pattern::quote).collect(Collectors.joining("|", "\\b(?:", ")")));
    }

    static Optional<SubmitComplaint> of(String message) {
        String lower = message.toLowerCase(Locale.ROOT);
        return Stream.of(values())
                .filter(complaint -> complaint.words.matcher(lower).find())
                .findFirst();
    }

    String code() {
        return code;
    }

    /** Whether the bytes themselves are wrong, so that no later state of the chain can make them right. */
    boolean permanent() {
        return permanent;
    }
}
