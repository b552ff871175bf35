// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.hd.Digests;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * An Ethereum transaction with replay protection: legacy with the chain id of EIP-155, or type 2 of EIP-1559.
 *
 * <p>Any such transaction can be read, contract calls too; what of it may be signed is {@link Eip155Codec}'s matter.
 */
final class Eip155Transaction {
    /** The fields that both kinds have, after chain id and fees. */
    private static final int LEGACY_FIELDS = 6;

    private static final int DYNAMIC_FIELDS = 9;
    private static final int SIGNATURE_FIELDS = 3;
    private static final int DYNAMIC_TYPE = 2;
    private static final int FIRST_LIST_PREFIX = 0xc0;
    private static final int MAX_BITS = 256;

    /** EIP-2681. */
    private static final BigInteger MAX_NONCE = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.TWO);

    private static final BigInteger MAX_GAS = BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE);

    /** EIP-2294: floor((2^64-1) / 2) - 36. */
    private static final BigInteger MAX_CHAIN_ID = MAX_GAS.shiftRight(1).subtract(BigInteger.valueOf(36));

    private static final BigInteger LEGACY_V = BigInteger.valueOf(35);
    private static final Rlp NOTHING = new Rlp.Item(Bytes.EMPTY);

    private final boolean dynamic;
    private final BigInteger chainId;

    /** In the order of their kind; the chain id of a legacy transaction is not among them. */
    private final List<Rlp> fields;

    private Eip155Transaction(boolean dynamic, BigInteger chainId, List<Rlp> fields)
            throws UnreadableTransactionException {
        this.dynamic = dynamic;
        this.chainId = chainId;
        this.fields = List.copyOf(fields);
        check();
    }

    /** A signed transaction: what was signed, by which signature. */
    record Signed(Eip155Transaction transaction, SignatureParts signature) {
        /** The signer's compressed key. */
        byte[] signer() throws UnreadableTransactionException {
            Optional<byte[]> signer =
                    Secp256k1.recover(transaction.signingDigest(), signature.r(), signature.s(), signature.recovery());
            return signer.orElseThrow(() -> new UnreadableTransactionException("signature: of no key"));
        }
    }

    static Eip155Transaction unsigned(byte[] encoded) throws UnreadableTransactionException {
        if (isDynamic(encoded)) {
            return dynamic(list(payload(encoded), DYNAMIC_FIELDS));
        }
        List<Rlp> items = items(encoded);
        if (items.size() == LEGACY_FIELDS) {
            throw new UnreadableTransactionException("chain id: none, so that it could be replayed on any chain");
        }
        requireSize(items, LEGACY_FIELDS + SIGNATURE_FIELDS);
        if (!items.get(7).equals(NOTHING) || !items.get(8).equals(NOTHING)) {
            throw new UnreadableTransactionException("transaction: is signed already, or breaks EIP-155");
        }
        return new Eip155Transaction(false, number(items.get(6), "chain id"), items.subList(0, LEGACY_FIELDS));
    }

    static Signed signed(byte[] encoded) throws UnreadableTransactionException {
        if (isDynamic(encoded)) {
            List<Rlp> items = list(payload(encoded), DYNAMIC_FIELDS + SIGNATURE_FIELDS);
            BigInteger parity = number(items.get(DYNAMIC_FIELDS), "parity");
            return signed(dynamic(items.subList(0, DYNAMIC_FIELDS)), parity, items.subList(10, 12));
        }
        List<Rlp> items = items(encoded);
        requireSize(items, LEGACY_FIELDS + SIGNATURE_FIELDS);
        BigInteger v = number(items.get(LEGACY_FIELDS), "v").subtract(LEGACY_V);
        if (v.signum() < 0) {
            throw new UnreadableTransactionException("chain id: none, so that it could be replayed on any chain");
        }
        Eip155Transaction transaction = new Eip155Transaction(false, v.shiftRight(1), items.subList(0, LEGACY_FIELDS));
        return signed(transaction, v.and(BigInteger.ONE), items.subList(7, 9));
    }

    BigInteger chainId() {
        return chainId;
    }

    BigInteger nonce() throws UnreadableTransactionException {
        return number(field(0, 1), "nonce");
    }

    /** The most that one unit of gas may cost. */
    BigInteger maxFeePerGas() throws UnreadableTransactionException {
        return number(field(1, 3), "fee");
    }

    /** The part of the fee that goes to the proposer; all of it in a legacy transaction. */
    BigInteger tipPerGas() throws UnreadableTransactionException {
        return number(field(1, 2), "tip");
    }

    BigInteger gasLimit() throws UnreadableTransactionException {
        return number(field(2, 4), "gas limit");
    }

    /** 20 bytes, or none for the creation of a contract. */
    Bytes to() throws UnreadableTransactionException {
        return bytes(field(3, 5), "to");
    }

    BigInteger value() throws UnreadableTransactionException {
        return number(field(4, 6), "value");
    }

    Bytes data() throws UnreadableTransactionException {
        return bytes(field(5, 7), "data");
    }

    boolean hasAccessList() {
        return dynamic && !fields.get(8).equals(new Rlp.Sequence(List.of()));
    }

    byte[] unsignedBytes() {
        if (dynamic) {
            return typed(fields);
        }
        List<Rlp> items = new ArrayList<>(fields);
        items.add(Rlp.of(chainId));
        items.add(NOTHING);
        items.add(NOTHING);
        return Rlp.encode(new Rlp.Sequence(items));
    }

    byte[] signingDigest() {
        return Digests.keccak256(unsignedBytes());
    }

    byte[] signedBytes(SignatureParts signature) throws UnreadableTransactionException {
        if (signature.recovery() > 1) {
            throw new UnreadableTransactionException("signature: its r was reduced, which Ethereum cannot express");
        }
        BigInteger parity = BigInteger.valueOf(signature.recovery());
        List<Rlp> items = new ArrayList<>(fields);
        items.add(Rlp.of(dynamic ? parity : chainId.shiftLeft(1).add(LEGACY_V).add(parity)));
        items.add(Rlp.of(signature.r()));
        items.add(Rlp.of(signature.s()));
        return dynamic ? typed(items) : Rlp.encode(new Rlp.Sequence(items));
    }

    /** What holds for every transaction, whatever it does. */
    private void check() throws UnreadableTransactionException {
        if (chainId.signum() == 0) {
            throw new UnreadableTransactionException("chain id: 0, so that it could be replayed on any chain");
        }
        atMost("chain id", chainId, MAX_CHAIN_ID);
        atMost("nonce", nonce(), MAX_NONCE);
        atMost("gas limit", gasLimit(), MAX_GAS);
        atMost("tip", tipPerGas(), maxFeePerGas());
        if (gasLimit().multiply(maxFeePerGas()).bitLength() > MAX_BITS || value().bitLength() > MAX_BITS) {
            throw new UnreadableTransactionException("amount: more than 256 bits");
        }
        int length = to().length();
        if (length != 0 && length != Eip55.BYTES) {
            throw new UnreadableTransactionException("to: " + length + " bytes");
        }
        data();
        if (dynamic && !(fields.get(8) instanceof Rlp.Sequence)) {
            throw new UnreadableTransactionException("access list: no list");
        }
    }

    private static Eip155Transaction dynamic(List<Rlp> fields) throws UnreadableTransactionException {
        return new Eip155Transaction(true, number(fields.get(0), "chain id"), fields);
    }

    private static Signed signed(Eip155Transaction transaction, BigInteger parity, List<Rlp> rs)
            throws UnreadableTransactionException {
        atMost("parity", parity, BigInteger.ONE);
        SignatureParts parts =
                new SignatureParts(number(rs.get(0), "r"), number(rs.get(1), "s"), parity.intValueExact());
        parts.requireCanonical();
        return new Signed(transaction, parts);
    }

    private Rlp field(int legacy, int ifDynamic) {
        return fields.get(dynamic ? ifDynamic : legacy);
    }

    private static byte[] typed(List<Rlp> items) {
        byte[] payload = Rlp.encode(new Rlp.Sequence(items));
        byte[] typed = new byte[payload.length + 1];
        typed[0] = DYNAMIC_TYPE;
        System.arraycopy(payload, 0, typed, 1, payload.length);
        return typed;
    }

    private static boolean isDynamic(byte[] encoded) throws UnreadableTransactionException {
        if (encoded.length == 0) {
            throw new UnreadableTransactionException("transaction: empty");
        }
        int first = encoded[0] & 0xff;
        if (first != DYNAMIC_TYPE && first < FIRST_LIST_PREFIX) {
            throw new UnreadableTransactionException("transaction: of unknown type " + first);
        }
        return first == DYNAMIC_TYPE;
    }

    private static byte[] payload(byte[] encoded) {
        return Arrays.copyOfRange(encoded, 1, encoded.length);
    }

    private static List<Rlp> list(byte[] encoded, int size) throws UnreadableTransactionException {
        List<Rlp> items = items(encoded);
        requireSize(items, size);
        return items;
    }

    private static List<Rlp> items(byte[] encoded) throws UnreadableTransactionException {
        if (Rlp.decode(encoded) instanceof Rlp.Sequence sequence) {
            return sequence.items();
        }
        throw new UnreadableTransactionException("transaction: no list");
    }

    private static void requireSize(List<Rlp> items, int size) throws UnreadableTransactionException {
        if (items.size() != size) {
            throw new UnreadableTransactionException("transaction: " + items.size() + " fields instead of " + size);
        }
    }

    private static BigInteger number(Rlp item, String field) throws UnreadableTransactionException {
        byte[] digits = bytes(item, field).toArray();
        if (digits.length > 0 && digits[0] == 0) {
            throw new UnreadableTransactionException(field + ": has leading zeros");
        }
        if (digits.length > MAX_BITS / Byte.SIZE) {
            throw new UnreadableTransactionException(field + ": more than 256 bits");
        }
        return new BigInteger(1, digits);
    }

    private static Bytes bytes(Rlp item, String field) throws UnreadableTransactionException {
        if (item instanceof Rlp.Item string) {
            return string.content();
        }
        throw new UnreadableTransactionException(field + ": a list");
    }

    private static void atMost(String field, BigInteger value, BigInteger most) throws UnreadableTransactionException {
        if (value.compareTo(most) > 0) {
            throw new UnreadableTransactionException(field + ": " + value + " is more than " + most);
        }
    }
}
