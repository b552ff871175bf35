// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Optional;

/** One chain family as the node itself understands it: plain transfers of the native coin, and of tokens where it says so. */
public sealed interface FamilyCodec permits DevnetCodec, Eip155Codec {
    /** The codec for the chains of a CAIP-2 namespace, or empty if the node has none of its own. */
    static Optional<FamilyCodec> of(String namespace) {
        return switch (namespace) {
            case DevnetCodec.NAMESPACE -> Optional.of(new DevnetCodec());
            case Eip155Codec.NAMESPACE -> Optional.of(new Eip155Codec());
            default -> Optional.empty();
        };
    }

    /** The family whose keys are of a coin type (SLIP-44), as a CAIP-2 namespace, or empty if it is none of ours. */
    static Optional<String> ownerOf(int coinType) {
        return switch (coinType) {
            case DevnetCodec.COIN_TYPE -> Optional.of(DevnetCodec.NAMESPACE);
            case Eip155Codec.COIN_TYPE -> Optional.of(Eip155Codec.NAMESPACE);
            default -> Optional.empty();
        };
    }

    /** The canonical spelling of an address that a person may have typed. */
    Address parse(ChainId chain, String text) throws InvalidAddressException;

    /**
     * Whether transactions of the chain can pay this token so that the codec reads it as {@link
     * TransactionPlan.Payment#token}. There is one spelling: of any other the answer is no.
     */
    default boolean paysToken(ChainId chain, NetworkAssetId asset) {
        return false;
    }

    /** The address of a key. */
    Address address(ChainId chain, PublicKey key);

    /**
     * Reads an unsigned transaction.
     *
     * @throws UnreadableTransactionException if the bytes are not canonical, name another chain than {@code
     *     transaction.chain()} or none, or do anything beside plain transfers
     */
    TransactionPlan decode(UnsignedTx transaction) throws UnreadableTransactionException;

    /**
     * Puts signatures and transaction together.
     *
     * @param signatures one for each spend, in order: r, s, recovery id
     */
    SignedTx combine(UnsignedTx transaction, List<Bytes> signatures) throws UnreadableTransactionException;

    /**
     * Reads signed bytes anew.
     *
     * @return the plan and who signed each of its spends
     * @throws UnreadableTransactionException as for unsigned bytes, or if a signature is wrong or the id is another
     */
    SignedPlan decode(SignedTx transaction) throws UnreadableTransactionException;

    /**
     * What signed bytes say.
     *
     * @param signers the keys whose signatures were found valid, one for each spend
     */
    record SignedPlan(TransactionPlan plan, List<PublicKey> signers) {
        public SignedPlan {
            signers = List.copyOf(signers);
        }
    }
}
