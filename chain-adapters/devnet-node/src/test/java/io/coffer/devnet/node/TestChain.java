// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.Octets;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/** Chains for tests: a fixed clock, a fee of at least 100. */
final class TestChain {
    static final long MIN_FEE = 100;
    static final Clock CLOCK = Clock.fixed(Instant.parse("2026-01-01T00:00:00Z"), ZoneOffset.UTC);

    private TestChain() {}

    static ChainSettings settings(Mode mode) {
        return new ChainSettings(Wallet.CHAIN, mode, 42, BigInteger.valueOf(MIN_FEE));
    }

    static Chain open(Mode mode, Path file) throws IOException {
        return Chain.open(settings(mode), file, CLOCK);
    }

    static Octets fund(Chain chain, Wallet wallet, long amount) throws Refusal {
        return chain.faucet(wallet.address(), BigInteger.valueOf(amount));
    }

    static void reorg(Chain chain, int depth) throws Refusal {
        chain.reorg(depth, Set.of(), Set.of());
    }

    static long balance(Chain chain, Wallet wallet) throws Refusal {
        return chain.holdings(wallet.address()).balance().longValueExact();
    }

    static List<Octets> ids(Chain chain, long height) throws Refusal {
        return chain.block(height).orElseThrow().block().transactions().stream()
                .map(NodeTransaction::id)
                .toList();
    }

    static List<Octets> ids(NodeTransaction... transactions) {
        return Arrays.stream(transactions).map(NodeTransaction::id).toList();
    }

    static boolean isPending(Chain chain, Octets id) throws Refusal {
        return chain.transaction(id).map(standing -> standing.block().isEmpty()).orElse(false);
    }
}
