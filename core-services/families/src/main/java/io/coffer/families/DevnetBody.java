// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.families.TransactionPlan.Payment;
import io.coffer.families.TransactionPlan.Spend;
import io.coffer.families.TransactionPlan.SpentOutput;
import io.coffer.hd.Digests;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The unsigned part of a devnet transaction, which is also the front of the signed one. */
final class DevnetBody {
    private static final int ACCOUNT = 1;
    private static final int UTXO = 2;
    private static final int HASH_BYTES = 20;
    private static final int TXID_BYTES = 32;

    private final DevnetCodec codec;
    private final ChainId chain;

    /** @param chain the one that the transaction must name */
    DevnetBody(DevnetCodec codec, ChainId chain) {
        this.codec = codec;
        this.chain = chain;
    }

    TransactionPlan read(DevnetReader in) throws UnreadableTransactionException {
        if (!chain.namespace().equals(DevnetCodec.NAMESPACE)) {
            throw new UnreadableTransactionException("chain: " + chain + " is no devnet");
        }
        int kind = in.u8();
        if (kind != ACCOUNT && kind != UTXO) {
            throw new UnreadableTransactionException("transaction: of unknown kind " + kind);
        }
        byte[] name = in.take(in.u8());
        if (!Arrays.equals(name, chain.reference().getBytes(StandardCharsets.US_ASCII))) {
            // The bytes may be anything: they are not repeated.
            throw new UnreadableTransactionException("chain: the transaction is not for " + chain);
        }
        return kind == ACCOUNT ? account(in) : utxo(in);
    }

    private TransactionPlan account(DevnetReader in) throws UnreadableTransactionException {
        PublicKey sender = key(in);
        long nonce = in.number(Long.BYTES, Long.MAX_VALUE, "nonce");
        BigInteger fee = in.amount();
        Payment payment = payment(in);
        Bytes digest = Bytes.of(Digests.sha256d(in.before()));
        Spend spend = new Spend(Optional.of(sender), Optional.empty(), digest);
        return new TransactionPlan(chain, List.of(spend), List.of(payment), OptionalLong.of(nonce), fee);
    }

    private TransactionPlan utxo(DevnetReader in) throws UnreadableTransactionException {
        int inputs = count(in, "inputs");
        List<SpentOutput> spent = new ArrayList<>();
        List<PublicKey> keys = new ArrayList<>();
        BigInteger sum = BigInteger.ZERO;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < inputs; i++) {
            TxId tx = new TxId(Bytes.of(in.take(TXID_BYTES)).toHex());
            int index = (int) in.number(Integer.BYTES, Integer.MAX_VALUE, "vout");
            SpentOutput output = new SpentOutput(tx, index, in.amount());
            if (!seen.add(tx + ":" + index)) {
                throw new UnreadableTransactionException("inputs: one output is spent twice");
            }
            sum = sum.add(output.units());
            spent.add(output);
            keys.add(key(in));
        }
        int outputs = count(in, "outputs");
        List<Payment> payments = new ArrayList<>();
        for (int i = 0; i < outputs; i++) {
            Payment payment = payment(in);
            sum = sum.subtract(payment.units());
            payments.add(payment);
        }
        if (sum.signum() < 0) {
            throw new UnreadableTransactionException("outputs: more than the inputs");
        }
        return new TransactionPlan(chain, spends(spent, keys, in.before()), payments, OptionalLong.empty(), sum);
    }

    private static List<Spend> spends(List<SpentOutput> outputs, List<PublicKey> keys, byte[] unsigned) {
        List<Spend> spends = new ArrayList<>();
        for (int i = 0; i < outputs.size(); i++) {
            byte[] message = Arrays.copyOf(unsigned, unsigned.length + 1);
            message[unsigned.length] = (byte) i;
            Bytes digest = Bytes.of(Digests.sha256d(message));
            spends.add(new Spend(Optional.of(keys.get(i)), Optional.of(outputs.get(i)), digest));
        }
        return spends;
    }

    private Payment payment(DevnetReader in) throws UnreadableTransactionException {
        byte[] hash = in.take(HASH_BYTES);
        return Payment.ofCoin(codec.address(chain, hash), in.amount());
    }

    private static int count(DevnetReader in, String field) throws UnreadableTransactionException {
        int count = in.u8();
        if (count == 0) {
            throw new UnreadableTransactionException(field + ": none");
        }
        return count;
    }

    private static PublicKey key(DevnetReader in) throws UnreadableTransactionException {
        byte[] encoded = in.take(Secp256k1.COMPRESSED_BYTES);
        try {
            Secp256k1.point(encoded);
        } catch (IllegalArgumentException e) {
            throw new UnreadableTransactionException("public key: no point of the curve");
        }
        return new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(encoded));
    }
}
