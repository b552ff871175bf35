// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.math.BigInteger;
import java.util.List;

/**
 * A transaction before it is signed.
 *
 * <p>Its public keys have the shape of one; whether they lie on the curve is found out when a signature is verified.
 */
public sealed interface Transaction permits AccountTransaction, UtxoTransaction {
    ChainName chain();

    /** The unsigned form, to which the id commits. */
    Octets unsigned();

    /** What must be signed, one digest for each signature, in their order. */
    List<Octets> digests();

    /** The public keys that must sign, in the order of {@link #digests}. */
    List<Octets> signers();

    /** What the sender pays for it. */
    BigInteger fee();

    default Octets id() {
        return Hashes.sha256d(unsigned().toArray());
    }

    /** Reads an unsigned form of either family; nothing may follow it. */
    static Transaction decode(Octets unsigned) throws MalformedException {
        ByteReader reader = new ByteReader(unsigned);
        Transaction transaction = read(reader);
        if (!reader.isAtEnd()) {
            throw new MalformedException("bytes follow the transaction");
        }
        return transaction;
    }

    /** Reads an unsigned form and leaves the reader behind it. */
    static Transaction read(ByteReader reader) throws MalformedException {
        int family = reader.u8();
        return switch (family) {
            case AccountTransaction.FAMILY -> AccountTransaction.read(reader);
            case UtxoTransaction.FAMILY -> UtxoTransaction.read(reader);
            default -> throw new MalformedException("unknown family " + family);
        };
    }
}
