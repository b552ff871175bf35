// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.families.TransactionPlan.Payment;
import io.coffer.families.TransactionPlan.Spend;
import io.coffer.hd.Digests;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Ethereum and its kin: transfers of the native coin, and of tokens by the {@code transfer} of EIP-20, in legacy (EIP-155)
 * and dynamic fee (EIP-1559) transactions.
 */
public final class Eip155Codec implements FamilyCodec {
    static final String NAMESPACE = "eip155";

    /** SLIP-44: Ethereum's, with which every network of the family derives its keys. */
    static final int COIN_TYPE = 60;

    /** What a transfer costs at least (yellow paper, appendix G). */
    private static final BigInteger TRANSFER_GAS = BigInteger.valueOf(21_000);

    private static final BigInteger MAX_SEQUENCE = BigInteger.valueOf(Long.MAX_VALUE);

    @Override
    public Address parse(ChainId chain, String text) throws InvalidAddressException {
        requireFamily(chain);
        return new Address(chain, Eip55.spell(Eip55.parse(text)));
    }

    @Override
    public boolean paysToken(ChainId chain, NetworkAssetId asset) {
        return chain.namespace().equals(NAMESPACE) && Erc20Transfer.isName(chain, asset);
    }

    @Override
    public Address address(ChainId chain, PublicKey key) {
        requireFamily(chain);
        if (key.curve() != PublicKey.Curve.SECP256K1) {
            throw new IllegalArgumentException("key: not on secp256k1");
        }
        byte[] hash = Digests.keccak256(Secp256k1.coordinates(key.encoded().toArray()));
        return new Address(chain, Eip55.spell(Arrays.copyOfRange(hash, hash.length - Eip55.BYTES, hash.length)));
    }

    @Override
    public TransactionPlan decode(UnsignedTx transaction) throws UnreadableTransactionException {
        Eip155Transaction read =
                Eip155Transaction.unsigned(transaction.encoded().toArray());
        return plan(read, transaction.chain());
    }

    @Override
    public SignedTx combine(UnsignedTx transaction, List<Bytes> signatures) throws UnreadableTransactionException {
        decode(transaction);
        if (signatures.size() != 1) {
            throw new UnreadableTransactionException("signatures: " + signatures.size() + " for 1");
        }
        Eip155Transaction read =
                Eip155Transaction.unsigned(transaction.encoded().toArray());
        byte[] signed = read.signedBytes(SignatureParts.of(signatures.get(0)));
        return new SignedTx(transaction.chain(), id(signed), Bytes.of(signed));
    }

    @Override
    public SignedPlan decode(SignedTx transaction) throws UnreadableTransactionException {
        byte[] encoded = transaction.encoded().toArray();
        if (!id(encoded).equals(transaction.id())) {
            throw new UnreadableTransactionException("id: the bytes have another");
        }
        Eip155Transaction.Signed signed = Eip155Transaction.signed(encoded);
        PublicKey signer = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(signed.signer()));
        return new SignedPlan(plan(signed.transaction(), transaction.chain()), List.of(signer));
    }

    private static TransactionPlan plan(Eip155Transaction read, ChainId chain) throws UnreadableTransactionException {
        if (!chain.namespace().equals(NAMESPACE) || !read.chainId().toString().equals(chain.reference())) {
            throw new UnreadableTransactionException("chain id: " + read.chainId() + " is not " + chain);
        }
        if (read.to().length() == 0) {
            throw new UnreadableTransactionException("to: creates a contract");
        }
        if (read.hasAccessList()) {
            throw new UnreadableTransactionException("access list: a transfer has none");
        }
        if (read.gasLimit().compareTo(TRANSFER_GAS) < 0) {
            throw new UnreadableTransactionException("gas limit: less than a transfer needs");
        }
        if (read.nonce().compareTo(MAX_SEQUENCE) > 0) {
            throw new UnreadableTransactionException("nonce: " + read.nonce() + " is more than " + MAX_SEQUENCE);
        }
        return new TransactionPlan(
                chain,
                List.of(new Spend(Optional.empty(), Optional.empty(), Bytes.of(read.signingDigest()))),
                List.of(payment(read, chain)),
                OptionalLong.of(read.nonce().longValueExact()),
                read.maxFeePerGas().multiply(read.gasLimit()));
    }

    private static Payment payment(Eip155Transaction read, ChainId chain) throws UnreadableTransactionException {
        if (read.data().length() != 0) {
            return Erc20Transfer.read(read, chain);
        }
        return Payment.ofCoin(new Address(chain, Eip55.spell(read.to().toArray())), read.value());
    }

    /** In Ethereum's own spelling, with 0x. */
    private static TxId id(byte[] signed) {
        return new TxId("0x" + Bytes.of(Digests.keccak256(signed)).toHex());
    }

    private static void requireFamily(ChainId chain) {
        if (!chain.namespace().equals(NAMESPACE)) {
            throw new IllegalArgumentException("chain: " + chain + " is not of " + NAMESPACE);
        }
    }
}
