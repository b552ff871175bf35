// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The words of each node, as its source has them; the numbers in them are examples. */
class SubmitComplaintTest {
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            geth       | already known                                                               | ALREADY_KNOWN
            geth       | nonce too low: next nonce 5, tx nonce 3                                     | NONCE_TOO_LOW
            geth       | nonce too low: address 0x71562b71999873DB5b286dF957af199Ec94617F7, tx: 0 state: 1 | NONCE_TOO_LOW
            geth       | replacement transaction underpriced                                         | REPLACEMENT_UNDERPRICED
            geth       | insufficient funds for gas * price + value: balance 0, tx cost 1, overshot 1 | INSUFFICIENT_FUNDS
            geth       | transaction underpriced: tip needed 1, tip permitted 0                      | UNDERPRICED
            geth       | max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 7 | UNDERPRICED
            geth       | tx fee (1.05 ether) exceeds the configured cap (1.00 ether)                 | FEE_CAP
            geth       | txpool is full                                                              | POOL_FULL
            geth       | exceeds block gas limit                                                     | GAS_LIMIT
            geth       | transaction type not supported                                              | TYPE_UNKNOWN
            geth       | intrinsic gas too low: gas 20000, minimum needed 21000                      | INTRINSIC_GAS
            geth       | invalid sender                                                              | INVALID_SIGNATURE
            geth       | invalid chain id for signer: have 1 want 5                                  | INVALID_CHAIN
            bsc        | nonce too low: next nonce 5, tx nonce 3                                     | NONCE_TOO_LOW
            bsc        | already known                                                               | ALREADY_KNOWN
            bsc        | transaction underpriced: gas tip cap 1, minimum needed 50000000             | UNDERPRICED
            bsc        | insufficient funds for gas * price + value: balance 0, tx cost 1            | INSUFFICIENT_FUNDS
            op         | replacement transaction underpriced: new tx gas tip cap 1 <= 1 queued       | REPLACEMENT_UNDERPRICED
            op         | nonce too low: next nonce 5, tx nonce 3                                     | NONCE_TOO_LOW
            op         | already known                                                               | ALREADY_KNOWN
            op         | insufficient funds for gas * price + value: balance 1, tx cost 2, overshot 1 | INSUFFICIENT_FUNDS
            arbitrum   | nonce too low: address 0x1, tx: 3 state: 5                                  | NONCE_TOO_LOW
            arbitrum   | nonce too high: address 0x1, tx: 9 state: 5                                 | NONCE_TOO_HIGH
            arbitrum   | insufficient funds for gas * price + value: address 0x1 have 0 want 1       | INSUFFICIENT_FUNDS
            arbitrum   | max fee per gas less than block base fee: address 0x1, maxFeePerGas: 1, baseFee: 7 | UNDERPRICED
            erigon     | INTERNAL_ERROR: insufficient funds                                          | INSUFFICIENT_FUNDS
            erigon     | ALREADY_EXISTS: already known                                               | ALREADY_KNOWN
            erigon     | INTERNAL_ERROR: nonce too low                                               | NONCE_TOO_LOW
            erigon     | INTERNAL_ERROR: could not replace existing tx                               | REPLACEMENT_UNDERPRICED
            erigon     | replaced by transaction with higher tip                                     | REPLACEMENT_UNDERPRICED
            erigon     | INTERNAL_ERROR: fee too low                                                 | UNDERPRICED
            erigon     | underpriced                                                                 | UNDERPRICED
            erigon     | baseFee sub-pool is full                                                    | POOL_FULL
            nethermind | AlreadyKnown                                                                | ALREADY_KNOWN
            nethermind | OldNonce, Current nonce: 5, nonce of rejected tx: 3                         | NONCE_TOO_LOW
            nethermind | ReplacementNotAllowed                                                       | REPLACEMENT_UNDERPRICED
            nethermind | InsufficientFunds, Account balance: 0, cumulative cost: 1                   | INSUFFICIENT_FUNDS
            nethermind | FeeTooLow, MaxFeePerGas too low                                             | UNDERPRICED
            nethermind | FeeTooLowToCompete                                                          | UNDERPRICED
            nethermind | NonceGap, Future nonce. Expected nonce: 5                                   | NONCE_TOO_HIGH
            nethermind | NonceTooFarInFuture                                                         | NONCE_TOO_HIGH
            nethermind | GasLimitExceeded, Gas limit: 1, gas limit of rejected tx: 2                 | GAS_LIMIT
            besu       | Known transaction                                                           | ALREADY_KNOWN
            besu       | Nonce too low                                                               | NONCE_TOO_LOW
            besu       | transaction nonce 3 below sender account nonce 5 | NONCE_TOO_LOW
            besu       | Replacement transaction underpriced                                         | REPLACEMENT_UNDERPRICED
            besu       | Upfront cost exceeds account balance                                        | INSUFFICIENT_FUNDS
            besu       | Gas price below configured minimum gas price                                | UNDERPRICED
            besu       | Gas price below current base fee                                            | UNDERPRICED
            besu       | An invalid transaction with a lower nonce exists                            | NONCE_TOO_HIGH
            besu       | Transaction fee cap exceeded                                                | FEE_CAP
            besu       | Wrong chainId in transaction signature                                      | INVALID_CHAIN
            reth       | already known                                                               | ALREADY_KNOWN
            reth       | nonce too low: next nonce 5, tx nonce 3                                     | NONCE_TOO_LOW
            reth       | replacement transaction underpriced                                         | REPLACEMENT_UNDERPRICED
            reth       | insufficient funds for gas * price + value: have 0 want 1                   | INSUFFICIENT_FUNDS
            anvil      | transaction already imported                                                | ALREADY_KNOWN
            anvil      | nonce too low                                                               | NONCE_TOO_LOW
            anvil      | replacement transaction underpriced                                         | REPLACEMENT_UNDERPRICED
            anvil      | Insufficient funds for gas * price + value                                  | INSUFFICIENT_FUNDS
            anvil      | max fee per gas less than block base fee                                    | UNDERPRICED
            """)
    void understandsTheWordsOfEachNode(String node, String words, SubmitComplaint expected) {
        assertThat(SubmitComplaint.of(words)).as(node).contains(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "unknown transaction type",
                "mined",
                "internal error",
                "over rate limit",
                "execution reverted: replacement",
                "unknownnonce too high"
            })
    void doesNotGuess(String words) {
        assertThat(SubmitComplaint.of(words)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"NONCE_TOO_LOW", "REPLACEMENT_UNDERPRICED", "INSUFFICIENT_FUNDS", "UNDERPRICED", "TYPE_UNKNOWN"})
    void whatLaterMayBeTakenIsNotRefusedForGood(SubmitComplaint complaint) {
        assertThat(complaint.permanent()).isFalse();
    }
}
