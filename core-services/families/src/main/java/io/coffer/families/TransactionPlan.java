// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a transfer of the native coin or of a token does, as its bytes say. All amounts are in the smallest unit.
 *
 * @param spends where the value comes from, in the order in which it is signed for: one in an account chain
 * @param payments in the order of the transaction, change included
 * @param sequence the nonce in an account chain, else empty
 * @param maxFee the most that it can cost, in the native coin
 */
public record TransactionPlan(
        ChainId chain, List<Spend> spends, List<Payment> payments, OptionalLong sequence, BigInteger maxFee) {
    public TransactionPlan {
        spends = List.copyOf(spends);
        payments = List.copyOf(payments);
    }

    /**
     * A source of value and what its key must sign.
     *
     * @param signer the key that the transaction names; empty where only the signature tells
     * @param output the output that is spent; empty in an account chain
     * @param digest 32 bytes
     */
    public record Spend(Optional<PublicKey> signer, Optional<SpentOutput> output, Bytes digest) {}

    /** An output that is spent, with the amount that the transaction states. */
    public record SpentOutput(TxId tx, int index, BigInteger units) {}

    /**
     * Value that goes to an address.
     *
     * @param token what is paid; empty for the native coin, whose name no transaction states
     */
    public record Payment(Address to, Optional<NetworkAssetId> token, BigInteger units) {
        /** A payment of the native coin. */
        static Payment ofCoin(Address to, BigInteger units) {
            return new Payment(to, Optional.empty(), units);
        }
    }
}
