// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import java.util.Optional;

/** What the contract of a token is asked. Only for the threads of an adapter's bulkhead. */
final class ContractQuestions {
    private ContractQuestions() {}

    /** What came of asking for the decimals. */
    sealed interface Decimals {
        /** The contract says so many. */
        record Told(int decimals) implements Decimals {}

        /** The contract answered what is no number of decimals, or there is no contract. */
        record Unreadable() implements Decimals {}

        /** The protocol has no such question. */
        record NotAsked() implements Decimals {}
    }

    static Decimals decimals(ChainAdapter adapter, TokenHost host, TokenProtocol token) throws ChainException {
        Optional<ContractCall> call = token.decimalsCall();
        if (call.isEmpty()) {
            return new Decimals.NotAsked();
        }
        Optional<Integer> told =
                token.decimals(host.call(call.get(), adapter.reader().head()));
        return told.isPresent() ? new Decimals.Told(told.get()) : new Decimals.Unreadable();
    }
}
