// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.SignedTransaction;
import io.coffer.devnet.format.Transaction;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Transactions of one devnet as bytes. */
final class DevnetTransactions implements TransactionCodec {
    private static final int SIGNATURE_BYTES = 64;

    private final ChainName name;
    private final ChainId chain;
    private final NetworkAssetId coin;
    private final DevnetAddresses addresses;

    DevnetTransactions(ChainName name, DevnetAddresses addresses) {
        this.name = name;
        this.chain = new ChainId(name.caip2());
        this.coin = new NetworkAssetId(name.coin());
        this.addresses = addresses;
    }

    @Override
    public DecodedTx decode(UnsignedTx transaction) {
        return decode(read(transaction));
    }

    @Override
    public DecodedTx decode(SignedTx transaction) {
        try {
            SignedTransaction signed =
                    SignedTransaction.decode(Octets.of(transaction.encoded().toArray()));
            if (!signed.transaction().id().toHex().equals(transaction.id().text())) {
                throw new IllegalArgumentException("id: is not that of the bytes");
            }
            return decode(requireThisChain(signed.transaction()));
        } catch (MalformedException bad) {
            throw new IllegalArgumentException(bad.getMessage(), bad);
        }
    }

    @Override
    public List<SigningPayload> payloads(UnsignedTx transaction) {
        Transaction read = read(transaction);
        List<SigningPayload> payloads = new ArrayList<>();
        for (int i = 0; i < read.digests().size(); i++) {
            payloads.add(new SigningPayload(
                    i,
                    addresses.of(Hashes.hash160(read.signers().get(i))),
                    new SigningMode.EcdsaSecp256k1(),
                    Bytes.of(read.digests().get(i).toArray())));
        }
        return payloads;
    }

    @Override
    public SignedTx combine(UnsignedTx transaction, List<PayloadSignature> signatures) {
        Transaction read = read(transaction);
        Octets[] ordered = new Octets[read.signers().size()];
        for (PayloadSignature signature : signatures) {
            byte[] compact = Arrays.copyOf(signature.signature().toArray(), SIGNATURE_BYTES);
            ordered[signature.index()] = Octets.of(compact);
        }
        if (Arrays.asList(ordered).contains(null)) {
            throw new IllegalArgumentException("signatures: one is missing");
        }
        SignedTransaction signed = new SignedTransaction(read, List.of(ordered));
        return new SignedTx(
                chain, new TxId(read.id().toHex()), Bytes.of(signed.encoded().toArray()));
    }

    UnsignedTx encode(Transaction transaction) {
        return new UnsignedTx(chain, Bytes.of(transaction.unsigned().toArray()));
    }

    ChainName name() {
        return name;
    }

    private Transaction read(UnsignedTx transaction) {
        try {
            return requireThisChain(
                    Transaction.decode(Octets.of(transaction.encoded().toArray())));
        } catch (MalformedException bad) {
            throw new IllegalArgumentException(bad.getMessage(), bad);
        }
    }

    private Transaction requireThisChain(Transaction transaction) {
        if (!transaction.chain().equals(name)) {
            throw new IllegalArgumentException("chain: " + transaction.chain() + " is not " + name);
        }
        return transaction;
    }

    private DecodedTx decode(Transaction transaction) {
        Amount fee = new Amount(coin, transaction.fee());
        if (transaction instanceof AccountTransaction transfer) {
            return new DecodedTx(
                    chain,
                    List.of(new DecodedTx.Input(addresses.of(transfer.sender()), "")),
                    List.of(intent(transfer.to(), transfer.amount())),
                    OptionalLong.of(transfer.nonce()),
                    fee);
        }
        UtxoTransaction spending = (UtxoTransaction) transaction;
        return new DecodedTx(
                chain,
                spending.inputs().stream()
                        .map(input -> new DecodedTx.Input(
                                addresses.of(input.owner()),
                                input.spent().transaction().toHex() + ":"
                                        + input.spent().index()))
                        .toList(),
                spending.outputs().stream()
                        .map(output -> intent(output.to(), output.amount()))
                        .toList(),
                OptionalLong.empty(),
                fee);
    }

    private TransferIntent intent(Octets to, BigInteger units) {
        return new TransferIntent(addresses.of(to), new Amount(coin, units), Optional.empty());
    }
}
