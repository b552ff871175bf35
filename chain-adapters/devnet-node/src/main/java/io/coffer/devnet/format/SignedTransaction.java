// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.format;

import java.util.ArrayList;
import java.util.List;

/**
 * A transaction with its signatures.
 *
 * @param signatures 64 bytes each, r|s, one for each of {@link Transaction#digests}, in their order
 */
public record SignedTransaction(Transaction transaction, List<Octets> signatures) {
    public SignedTransaction {
        signatures = List.copyOf(signatures);
        if (signatures.size() != transaction.signers().size()) {
            throw new IllegalArgumentException("signatures: " + signatures.size() + ", expected "
                    + transaction.signers().size());
        }
        for (Octets signature : signatures) {
            if (signature.length() != Secp256k1.SIGNATURE_LENGTH) {
                throw new IllegalArgumentException("signatures: one has not 64 bytes");
            }
        }
    }

    /** Reads a signed form of either family; nothing may follow it. The signatures are not verified. */
    public static SignedTransaction decode(Octets signed) throws MalformedException {
        ByteReader reader = new ByteReader(signed);
        Transaction transaction = Transaction.read(reader);
        List<Octets> signatures = new ArrayList<>();
        for (int left = transaction.signers().size(); left > 0; left--) {
            signatures.add(reader.bytes(Secp256k1.SIGNATURE_LENGTH));
        }
        if (!reader.isAtEnd()) {
            throw new MalformedException("bytes follow the transaction");
        }
        return new SignedTransaction(transaction, signatures);
    }

    /** The signed form. */
    public Octets encoded() {
        ByteWriter writer = new ByteWriter().octets(transaction.unsigned());
        signatures.forEach(writer::octets);
        return writer.done();
    }

    /** Whether every signature is by the key that the transaction names, low S included. */
    public boolean isSigned() {
        List<Octets> digests = transaction.digests();
        List<Octets> signers = transaction.signers();
        for (int i = 0; i < digests.size(); i++) {
            if (!Secp256k1.isSigned(signers.get(i), digests.get(i), signatures.get(i))) {
                return false;
            }
        }
        return true;
    }
}
