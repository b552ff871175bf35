// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.web3j.rlp.RlpEncoder;
import org.web3j.rlp.RlpList;
import org.web3j.rlp.RlpString;
import org.web3j.rlp.RlpType;

/**
 * A transaction before its signature. Of type 2 (EIP-1559): {@code 0x02 || rlp([chainId, nonce, maxPriorityFeePerGas,
 * maxFeePerGas, gasLimit, to, value, data, accessList])}; a legacy one (EIP-155): {@code rlp([nonce, gasPrice, gasLimit,
 * to, value, data, chainId, 0, 0])}.
 *
 * @param tip the same as {@code maxFeePerGas} in a legacy one, all of which goes to the miner
 * @param maxFeePerGas the gas price of a legacy one
 * @param to 20 bytes; empty where a contract is created
 * @param accessList EIP-2930, kept as it came: nothing here reads it; empty in a legacy one
 */
record Envelope(
        TransactionType type,
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
    private static final int FIRST_LIST_PREFIX = 0xc0;
    private static final int UNSIGNED_FIELDS = 9;
    private static final int SIGNED_FIELDS = 12;
    /** The fields of a legacy transaction before its chain id, or before v, r and s. */
    private static final int LEGACY_FIELDS = 6;

    private static final BigInteger LEGACY_V = BigInteger.valueOf(35);
    /** EIP-2294: so that v stays within 64 bits. */
    private static final BigInteger MAX_CHAIN_ID = BigInteger.valueOf(Long.MAX_VALUE - 36);

    private static final int NARROW_BITS = 64;
    private static final int WIDE_BITS = 256;

    Envelope {
        bounded("chainId", chainId, WIDE_BITS);
        if (type == TransactionType.LEGACY) {
            requireLegacy(chainId, tip, maxFeePerGas);
        }
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
            BigInteger parity = BigInteger.valueOf(signature.recoveryId());
            boolean legacy = envelope.type == TransactionType.LEGACY;
            fields.add(RlpString.create(
                    legacy ? envelope.chainId.shiftLeft(1).add(LEGACY_V).add(parity) : parity));
            fields.add(RlpString.create(signature.r()));
            fields.add(RlpString.create(signature.s()));
            return envelope.serialised(fields);
        }

        CurveKey signer() {
            return CurveKey.recover(envelope.digest(), signature);
        }
    }

    /** @throws IllegalArgumentException if the bytes are no unsigned transaction of either type in its one form */
    static Envelope decode(Bytes encoded) {
        if (!isLegacy(encoded)) {
            return of(fieldsOf(withoutType(encoded), UNSIGNED_FIELDS));
        }
        List<RlpType> fields = fieldsOf(encoded.toArray(), UNSIGNED_FIELDS);
        // H24: six fields would be signed for every chain at once; nine with r and s are signed already.
        for (int i = LEGACY_FIELDS + 1; i < UNSIGNED_FIELDS; i++) {
            if (bytes("r and s", fields.get(i)).length() > 0) {
                throw new IllegalArgumentException("transaction: signed already, or not as EIP-155 asks");
            }
        }
        return legacy(fields, number("chainId", fields.get(LEGACY_FIELDS)));
    }

    /** @throws IllegalArgumentException as {@link #decode}, or if the signature is out of range */
    static Signed decodeSigned(Bytes encoded) {
        if (isLegacy(encoded)) {
            List<RlpType> fields = fieldsOf(encoded.toArray(), UNSIGNED_FIELDS);
            BigInteger v = number("v", fields.get(LEGACY_FIELDS)).subtract(LEGACY_V);
            if (v.signum() < 0) {
                throw new IllegalArgumentException("chainId: none, so it could be replayed on any chain (EIP-155)");
            }
            return new Signed(
                    legacy(fields, v.shiftRight(1)), signature(v.and(BigInteger.ONE), fields, LEGACY_FIELDS + 1));
        }
        List<RlpType> fields = fieldsOf(withoutType(encoded), SIGNED_FIELDS);
        BigInteger parity = number("yParity", fields.get(UNSIGNED_FIELDS));
        return new Signed(of(fields), signature(parity, fields, UNSIGNED_FIELDS + 1));
    }

    Bytes encoded() {
        List<RlpType> fields = fields();
        if (type == TransactionType.LEGACY) {
            fields.add(RlpString.create(chainId));
            fields.add(RlpString.create(BigInteger.ZERO));
            fields.add(RlpString.create(BigInteger.ZERO));
        }
        return serialised(fields);
    }

    /** The most that it can cost, in wei. */
    BigInteger maxFee() {
        return maxFeePerGas.multiply(gasLimit);
    }

    /** What is signed. */
    Bytes digest() {
        return Keccak.hash(encoded());
    }

    /** What both the unsigned and the signed form begin with. */
    private List<RlpType> fields() {
        List<RlpType> fields = new ArrayList<>(SIGNED_FIELDS);
        if (type == TransactionType.EIP1559) {
            fields.add(RlpString.create(chainId));
        }
        fields.add(RlpString.create(nonce));
        if (type == TransactionType.EIP1559) {
            fields.add(RlpString.create(tip));
        }
        fields.add(RlpString.create(maxFeePerGas));
        fields.add(RlpString.create(gasLimit));
        fields.add(RlpString.create(to.orElse(Bytes.EMPTY).toArray()));
        fields.add(RlpString.create(value));
        fields.add(RlpString.create(data.toArray()));
        if (type == TransactionType.EIP1559) {
            fields.add(accessList);
        }
        return fields;
    }

    private static Envelope of(List<RlpType> fields) {
        if (!(fields.get(8) instanceof RlpList accessList)) {
            throw new IllegalArgumentException("accessList: not a list");
        }
        return new Envelope(
                TransactionType.EIP1559,
                number("chainId", fields.get(0)),
                number("nonce", fields.get(1)),
                number("maxPriorityFeePerGas", fields.get(2)),
                number("maxFeePerGas", fields.get(3)),
                number("gasLimit", fields.get(4)),
                recipient(fields.get(5)),
                number("value", fields.get(6)),
                bytes("data", fields.get(7)),
                accessList);
    }

    private static Envelope legacy(List<RlpType> fields, BigInteger chainId) {
        BigInteger gasPrice = number("gasPrice", fields.get(1));
        return new Envelope(
                TransactionType.LEGACY,
                chainId,
                number("nonce", fields.get(0)),
                gasPrice,
                gasPrice,
                number("gasLimit", fields.get(2)),
                recipient(fields.get(3)),
                number("value", fields.get(4)),
                bytes("data", fields.get(5)),
                new RlpList());
    }

    private static Optional<Bytes> recipient(RlpType field) {
        Bytes to = bytes("to", field);
        return to.length() == 0 ? Optional.empty() : Optional.of(to);
    }

    private static SignatureParts signature(BigInteger parity, List<RlpType> fields, int at) {
        return new SignatureParts(
                parity.bitLength() > 1 ? -1 : parity.intValueExact(),
                number("r", fields.get(at)),
                number("s", fields.get(at + 1)));
    }

    private static void requireLegacy(BigInteger chainId, BigInteger tip, BigInteger gasPrice) {
        // H24: without a chain id it could be replayed anywhere.
        if (chainId.signum() <= 0 || chainId.compareTo(MAX_CHAIN_ID) > 0) {
            throw new IllegalArgumentException("chainId: " + chainId + " is not within 1.." + MAX_CHAIN_ID);
        }
        if (!tip.equals(gasPrice)) {
            throw new IllegalArgumentException("tip: a legacy transaction has one price");
        }
    }

    private static boolean isLegacy(Bytes encoded) {
        if (encoded.length() == 0) {
            throw new IllegalArgumentException("transaction: empty");
        }
        boolean list = (encoded.at(0) & 0xff) >= FIRST_LIST_PREFIX;
        if (!list && encoded.at(0) != TYPE) {
            throw new IllegalArgumentException("transaction: neither of type 2 (EIP-1559) nor legacy (EIP-155)");
        }
        return list;
    }

    private static byte[] withoutType(Bytes encoded) {
        byte[] content = encoded.toArray();
        return Arrays.copyOfRange(content, 1, content.length);
    }

    private static List<RlpType> fieldsOf(byte[] body, int count) {
        if (!(StrictRlp.decode(body) instanceof RlpList list)
                || list.getValues().size() != count) {
            throw new IllegalArgumentException("transaction: not a list of " + count + " fields");
        }
        return list.getValues();
    }

    private Bytes serialised(List<RlpType> fields) {
        byte[] body = RlpEncoder.encode(new RlpList(fields));
        if (type == TransactionType.LEGACY) {
            return Bytes.of(body);
        }
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
