// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

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
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Devnet in its two modes, as docs/devnet-format.md says. */
public final class DevnetCodec implements FamilyCodec {
    static final String NAMESPACE = "devnet";

    /** SLIP-44: the number of all test networks. */
    static final int COIN_TYPE = 1;

    private static final String PREFIX = "dev";
    private static final int VERSION = 0;
    private static final int HASH_BYTES = 20;
    private static final int SIGNATURE_BYTES = 64;

    @Override
    public Address parse(ChainId chain, String text) throws InvalidAddressException {
        requireFamily(chain);
        Bech32m.Decoded decoded = Bech32m.decode(text);
        if (!decoded.prefix().equals(PREFIX)) {
            throw new InvalidAddressException("the prefix is not " + PREFIX);
        }
        byte[] symbols = decoded.symbols().toArray();
        if (symbols.length == 0 || symbols[0] != VERSION) {
            throw new InvalidAddressException("the version is not " + VERSION);
        }
        byte[] hash = Bech32m.toBytes(Arrays.copyOfRange(symbols, 1, symbols.length));
        if (hash.length != HASH_BYTES) {
            throw new InvalidAddressException("not the hash of a key: " + hash.length + " bytes");
        }
        return address(chain, hash);
    }

    @Override
    public Address address(ChainId chain, PublicKey key) {
        requireFamily(chain);
        if (key.curve() != PublicKey.Curve.SECP256K1) {
            throw new IllegalArgumentException("key: not on secp256k1");
        }
        return address(chain, Digests.hash160(key.encoded().toArray()));
    }

    @Override
    public TransactionPlan decode(UnsignedTx transaction) throws UnreadableTransactionException {
        DevnetReader in = new DevnetReader(transaction.encoded().toArray());
        TransactionPlan plan = new DevnetBody(this, transaction.chain()).read(in);
        in.requireEnd();
        return plan;
    }

    @Override
    public SignedTx combine(UnsignedTx transaction, List<Bytes> signatures) throws UnreadableTransactionException {
        int spends = decode(transaction).spends().size();
        if (signatures.size() != spends) {
            throw new UnreadableTransactionException("signatures: " + signatures.size() + " for " + spends);
        }
        byte[] unsigned = transaction.encoded().toArray();
        byte[] signed = Arrays.copyOf(unsigned, unsigned.length + spends * SIGNATURE_BYTES);
        for (int i = 0; i < spends; i++) {
            byte[] compact = SignatureParts.of(signatures.get(i)).compact();
            System.arraycopy(compact, 0, signed, unsigned.length + i * SIGNATURE_BYTES, SIGNATURE_BYTES);
        }
        return new SignedTx(transaction.chain(), id(unsigned), Bytes.of(signed));
    }

    @Override
    public SignedPlan decode(SignedTx transaction) throws UnreadableTransactionException {
        byte[] signed = transaction.encoded().toArray();
        DevnetReader in = new DevnetReader(signed);
        TransactionPlan plan = new DevnetBody(this, transaction.chain()).read(in);
        TxId id = id(in.before());
        if (!id.equals(transaction.id())) {
            throw new UnreadableTransactionException("id: the bytes have another");
        }
        List<PublicKey> signers = new ArrayList<>();
        for (TransactionPlan.Spend spend : plan.spends()) {
            PublicKey signer = spend.signer().orElseThrow();
            verify(spend, signer, in.take(SIGNATURE_BYTES));
            signers.add(signer);
        }
        in.requireEnd();
        return new SignedPlan(plan, signers);
    }

    Address address(ChainId chain, byte[] hash) {
        byte[] symbols = Bech32m.toSymbols(hash);
        byte[] versioned = new byte[symbols.length + 1];
        versioned[0] = VERSION;
        System.arraycopy(symbols, 0, versioned, 1, symbols.length);
        return new Address(chain, Bech32m.encode(PREFIX, versioned));
    }

    private static void verify(TransactionPlan.Spend spend, PublicKey signer, byte[] compact)
            throws UnreadableTransactionException {
        // Devnet writes no recovery id; any does for the range check.
        SignatureParts parts =
                new SignatureParts(new BigInteger(1, compact, 0, 32), new BigInteger(1, compact, 32, 32), 0);
        parts.requireCanonical();
        byte[] digest = spend.digest().toArray();
        if (!Secp256k1.verify(digest, parts.r(), parts.s(), signer.encoded().toArray())) {
            throw new UnreadableTransactionException("signature: not by the key that the transaction names");
        }
    }

    private static TxId id(byte[] unsigned) {
        return new TxId(Bytes.of(Digests.sha256d(unsigned)).toHex());
    }

    private static void requireFamily(ChainId chain) {
        if (!chain.namespace().equals(NAMESPACE)) {
            throw new IllegalArgumentException("chain: " + chain + " is no devnet");
        }
    }
}
