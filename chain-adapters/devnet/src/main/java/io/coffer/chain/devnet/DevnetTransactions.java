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

/** Transactions of one devnet as bytes, in the mode that it speaks. Asks no node; safe on any thread. */
final class DevnetTransactions implements TransactionCodec {
    /** r and s; the recovery id that the core's signatures carry behind them has no place in a devnet transaction. */
    private static final int SIGNATURE_BYTES = 64;

    private final ChainName name;
    private final DevnetSettings.Mode mode;
    private final ChainId chain;
    private final NetworkAssetId coin;
    private final DevnetAddresses addresses;

    DevnetTransactions(DevnetSettings settings) {
        this.name = settings.name();
        this.mode = settings.mode();
        this.chain = new ChainId(name.caip2());
        this.coin = new NetworkAssetId(name.coin());
        this.addresses = new DevnetAddresses(chain);
    }

    ChainName name() {
        return name;
    }

    DevnetAddresses addresses() {
        return addresses;
    }

    Amount amount(BigInteger units) {
        return new Amount(coin, units);
    }

    @Override
    public DecodedTx decode(UnsignedTx transaction) {
        return decoded(read(transaction));
    }

    @Override
    public DecodedTx decode(SignedTx transaction) {
        requireChain(transaction.chain());
        SignedTransaction signed = orIllegal(() -> readSigned(octets(transaction.encoded())));
        if (!signed.transaction().id().toHex().equals(transaction.id().text())) {
            throw new IllegalArgumentException("id: not that of the bytes");
        }
        if (!signed.isSigned()) {
            throw new IllegalArgumentException("signatures: one is not by the key that the transaction names");
        }
        return decoded(signed.transaction());
    }

    @Override
    public List<SigningPayload> payloads(UnsignedTx transaction) {
        Transaction read = read(transaction);
        List<Octets> digests = read.digests();
        List<SigningPayload> payloads = new ArrayList<>();
        for (int i = 0; i < digests.size(); i++) {
            payloads.add(new SigningPayload(
                    i,
                    addresses.of(Hashes.hash160(read.signers().get(i))),
                    new SigningMode.EcdsaSecp256k1(),
                    bytes(digests.get(i))));
        }
        return payloads;
    }

    @Override
    public SignedTx combine(UnsignedTx transaction, List<PayloadSignature> signatures) {
        Transaction read = read(transaction);
        SignedTransaction signed = new SignedTransaction(read, inOrder(read.signers(), signatures));
        if (!signed.isSigned()) {
            throw new IllegalArgumentException("signatures: one is not by the key that the transaction names");
        }
        return new SignedTx(chain, new TxId(read.id().toHex()), bytes(signed.encoded()));
    }

    /** Whether the core may ask for this transfer here. */
    TransferIntent checked(TransferIntent transfer) {
        if (!transfer.amount().asset().equals(coin)) {
            throw new IllegalArgumentException("amount: " + transfer.amount().asset() + " is not " + coin);
        }
        if (transfer.tag().isPresent()) {
            throw new IllegalArgumentException("tag: a devnet has none");
        }
        return transfer;
    }

    UnsignedTx encoded(Transaction transaction) {
        return new UnsignedTx(chain, bytes(transaction.unsigned()));
    }

    /** Reads a signed transaction of this chain. The signatures are not verified: the node has done so. */
    SignedTransaction readSigned(Octets encoded) throws MalformedException {
        SignedTransaction signed = SignedTransaction.decode(encoded);
        requireOurs(signed.transaction());
        return signed;
    }

    static Octets octets(Bytes bytes) {
        return Octets.of(bytes.toArray());
    }

    private static Bytes bytes(Octets octets) {
        return Bytes.of(octets.toArray());
    }

    private Transaction read(UnsignedTx transaction) {
        requireChain(transaction.chain());
        return orIllegal(() -> {
            Transaction read = Transaction.decode(octets(transaction.encoded()));
            requireOurs(read);
            return read;
        });
    }

    private void requireChain(ChainId named) {
        if (!named.equals(chain)) {
            throw new IllegalArgumentException("chain: " + named + ", expected " + chain);
        }
    }

    /** H24: the bytes commit to the chain, and only to one. */
    private void requireOurs(Transaction transaction) throws MalformedException {
        if (!transaction.chain().equals(name)) {
            throw new MalformedException("chain: " + transaction.chain().caip2() + ", expected " + chain);
        }
        boolean account = transaction instanceof AccountTransaction;
        if (account != (mode == DevnetSettings.Mode.ACCOUNT)) {
            throw new MalformedException("transaction: of the other mode");
        }
    }

    private static List<Octets> inOrder(List<Octets> signers, List<PayloadSignature> signatures) {
        Octets[] ordered = new Octets[signers.size()];
        if (signatures.size() != ordered.length) {
            throw new IllegalArgumentException("signatures: " + signatures.size() + ", expected " + ordered.length);
        }
        for (PayloadSignature signature : signatures) {
            int index = signature.index();
            if (index < 0 || index >= ordered.length || ordered[index] != null) {
                throw new IllegalArgumentException("signatures: none or two for one of the payloads");
            }
            if (!octets(signature.signer().encoded()).equals(signers.get(index))) {
                throw new IllegalArgumentException("signatures: payload " + index + " is for another key");
            }
            if (signature.signature().length() != SIGNATURE_BYTES + 1) {
                throw new IllegalArgumentException(
                        "signatures: " + signature.signature().length() + " bytes, expected 65");
            }
            ordered[index] = octets(signature.signature()).slice(0, SIGNATURE_BYTES);
        }
        return Arrays.asList(ordered);
    }

    private DecodedTx decoded(Transaction transaction) {
        if (transaction instanceof AccountTransaction transfer) {
            if (transfer.nonce() < 0) {
                throw new IllegalArgumentException("nonce: not below 2^63");
            }
            return new DecodedTx(
                    chain,
                    List.of(new DecodedTx.Input(addresses.of(transfer.sender()), "")),
                    List.of(intent(transfer.to(), transfer.amount())),
                    OptionalLong.of(transfer.nonce()),
                    amount(transfer.fee()));
        }
        UtxoTransaction spending = (UtxoTransaction) transaction;
        List<DecodedTx.Input> inputs = spending.inputs().stream()
                .map(input -> new DecodedTx.Input(
                        addresses.of(input.owner()), input.spent().toString()))
                .toList();
        List<TransferIntent> outputs = spending.outputs().stream()
                .map(output -> intent(output.to(), output.amount()))
                .toList();
        return new DecodedTx(chain, inputs, outputs, OptionalLong.empty(), amount(spending.fee()));
    }

    private TransferIntent intent(Octets to, BigInteger units) {
        return new TransferIntent(addresses.of(to), amount(units), Optional.empty());
    }

    private interface Reading<T> {
        T read() throws MalformedException;
    }

    private static <T> T orIllegal(Reading<T> reading) {
        try {
            return reading.read();
        } catch (MalformedException malformed) {
            throw new IllegalArgumentException(malformed.getMessage(), malformed);
        }
    }
}
