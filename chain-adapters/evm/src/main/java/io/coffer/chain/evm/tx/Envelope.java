// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

/**
 * A transaction of type 2 (EIP-1559) before its signature: {@code 0x02 || rlp([chainId, nonce, maxPriorityFeePerGas,
 * maxFeePerGas, gasLimit, to, value, data, accessList])}.
 *
 * @param to 20 bytes; empty where a contract is created
 * @param accessList EIP-2930, kept as it came: nothing here reads it
 */
record Envelope(
        BigInteger chainId,
        BigInteger nonce,
        BigInteger tip,
        BigInteger maxFeePerGas,
        BigInteger gasLimit,
        Optional<Bytes> to,
        BigInteger value,
        Bytes data,
        RlpList accessList) {
    static final int ADDRESS_LENGTH = 20;
    private static final byte TYPE = 2;
    private static final int UNSIGNED_FIELDS = 9;
    private static final int SIGNED_FIELDS = 12;
    private static final int NARROW_BITS = 64;
    private static final int WIDE_BITS = 256;

    Envelope {
        bounded("chainId", chainId, WIDE_BITS);
        bounded("nonce", nonce, NARROW_BITS);
        bounded("maxPriorityFeePerGas", tip, WIDE_BITS);
        bounded("maxFeePerGas", maxFeePerGas, WIDE_BITS);
        bounded("gasLimit", gasLimit, NARROW_BITS);
        bounded("maxFee", maxFeePerGas.multiply(gasLimit), WIDE_BITS);
        bounded("value", value, WIDE_BITS);
        if (to.isPresent() && to.get().length() != ADDRESS_LENGTH) {
            throw new IllegalArgumentException("to: " + to.get().length() + " bytes, expected " + ADDRESS_LENGTH);
        }
    }

    /** An envelope and who signed it how. */
    record Signed(Envelope envelope, SignatureParts signature) {
        Bytes encoded() {
            List<RlpType> fields = envelope.fields();
            fields.add(RlpString.create(BigInteger.valueOf(signature.recoveryId())));
            fields.add(RlpString.create(signature.r()));
            fields.add(RlpString.create(signature.s()));
            return typed(fields);
        }

        CurveKey signer() {
            return CurveKey.recover(envelope.digest(), signature);
        }
    }

    static Envelope decode(Bytes encoded) {
        return of(fieldsOf(encoded, UNSIGNED_FIELDS));
    }

    static Signed decodeSigned(Bytes encoded) {
        List<RlpType> fields = fieldsOf(encoded, SIGNED_FIELDS);
        BigInteger recoveryId = number("yParity", fields.get(UNSIGNED_FIELDS));
        SignatureParts signature = new SignatureParts(
                recoveryId.bitLength() > 1 ? -1 : recoveryId.intValueExact(),
                number("r", fields.get(UNSIGNED_FIELDS + 1)),
                number("s", fields.get(UNSIGNED_FIELDS + 2)));
        return new Signed(of(fields), signature);
    }

    Bytes encoded() {
        return typed(fields());
    }

    /** The most that it can cost, in wei. */
    BigInteger maxFee() {
        return maxFeePerGas.multiply(gasLimit);
    }

    /** What is signed. */
    Bytes digest() {
        return Keccak.hash(encoded());
    }

    private List<RlpType> fields() {
        List<RlpType> fields = new ArrayList<>(SIGNED_FIELDS);
        fields.add(RlpString.create(chainId));
        fields.add(RlpString.create(nonce));
        fields.add(RlpString.create(tip));
        fields.add(RlpString.create(maxFeePerGas));
        fields.add(RlpString.create(gasLimit));
        fields.add(RlpString.create(to.orElse(Bytes.EMPTY).toArray()));
        fields.add(RlpString.create(value));
        fields.add(RlpString.create(data.toArray()));
        fields.add(accessList);
        return fields;
    }

    private static Envelope of(List<RlpType> fields) {
        Bytes to = bytes("to", fields.get(5));
        if (!(fields.get(8) instanceof RlpList accessList)) {
            throw new IllegalArgumentException("accessList: not a list");
        }
        return new Envelope(
                number("chainId", fields.get(0)),
                number("nonce", fields.get(1)),
                number("maxPriorityFeePerGas", fields.get(2)),
                number("maxFeePerGas", fields.get(3)),
                number("gasLimit", fields.get(4)),
                to.length() == 0 ? Optional.empty() : Optional.of(to),
                number("value", fields.get(6)),
                bytes("data", fields.get(7)),
                accessList);
    }

    private static List<RlpType> fieldsOf(Bytes encoded, int count) {
        if (encoded.length() == 0 || encoded.at(0) != TYPE) {
            throw new IllegalArgumentException("transaction: not of type 2 (EIP-1559)");
        }
        byte[] content = encoded.toArray();
        byte[] body = new byte[content.length - 1];
        System.arraycopy(content, 1, body, 0, body.length);
        if (!(StrictRlp.decode(body) instanceof RlpList list)
                || list.getValues().size() != count) {
            throw new IllegalArgumentException("transaction: not a list of " + count + " fields");
        }
        return list.getValues();
    }

    private static Bytes typed(List<RlpType> fields) {
        byte[] body = RlpEncoder.encode(new RlpList(fields));
        byte[] content = new byte[body.length + 1];
        content[0] = TYPE;
        System.arraycopy(body, 0, content, 1, body.length);
        return Bytes.of(content);
    }

    private static Bytes bytes(String name, RlpType field) {
        if (field instanceof RlpString text) {
            return Bytes.of(text.getBytes());
        }
        throw new IllegalArgumentException(name + ": a list, expected bytes");
    }

    private static BigInteger number(String name, RlpType field) {
        Bytes content = bytes(name, field);
        if (content.length() > 0 && content.at(0) == 0) {
            throw new IllegalArgumentException(name + ": leading zero");
        }
        return new BigInteger(1, content.toArray());
    }

    private static void bounded(String name, BigInteger number, int bits) {
        if (number.signum() < 0 || number.bitLength() > bits) {
            throw new IllegalArgumentException(name + ": not within " + bits + " bits");
        }
    }
}
