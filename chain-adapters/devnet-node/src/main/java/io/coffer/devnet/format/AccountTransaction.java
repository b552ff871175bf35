// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.math.BigInteger;
import java.util.List;

/**
 * A transfer in account mode.
 *
 * @param nonce unsigned: above 2^63-1 it is negative here
 * @param to the hash160 of the recipient
 */
public record AccountTransaction(
        ChainName chain, Octets publicKey, long nonce, BigInteger fee, Octets to, BigInteger amount)
        implements Transaction {
    static final int FAMILY = 0x01;

    public AccountTransaction {
        if (!Secp256k1.hasKeyShape(publicKey)) {
            throw new IllegalArgumentException("publicKey: not 33 bytes that begin with 2 or 3");
        }
        if (to.length() != Hashes.HASH160_LENGTH) {
            throw new IllegalArgumentException("to: " + to.length() + " bytes, expected 20");
        }
        Coins.checked(fee);
        Coins.checked(amount);
    }

    /** The hash160 of the sender. */
    public Octets sender() {
        return Hashes.hash160(publicKey);
    }

    /** What the sender's balance must hold: amount and fee. */
    public BigInteger cost() {
        return amount.add(fee);
    }

    @Override
    public Octets unsigned() {
        return new ByteWriter()
                .u8(FAMILY)
                .bytes(chain.encoded())
                .octets(publicKey)
                .u64(nonce)
                .u96(fee)
                .octets(to)
                .u96(amount)
                .done();
    }

    @Override
    public List<Octets> digests() {
        return List.of(id());
    }

    @Override
    public List<Octets> signers() {
        return List.of(publicKey);
    }

    static AccountTransaction read(ByteReader reader) throws MalformedException {
        return new AccountTransaction(
                reader.name(),
                reader.publicKey(),
                reader.u64(),
                reader.u96(),
                reader.bytes(Hashes.HASH160_LENGTH),
                reader.u96());
    }
}
