// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.SignedTransaction;

/**
 * A transaction that the node has taken, with its id at hand.
 *
 * @param raw the signed form
 * @param fails whether it was, or will be, mined as failed
 */
record NodeTransaction(Octets id, SignedTransaction signed, Octets raw, boolean fails) {
    static NodeTransaction of(SignedTransaction signed) {
        return new NodeTransaction(signed.transaction().id(), signed, signed.encoded(), false);
    }

    static NodeTransaction decode(Octets raw, boolean fails) throws MalformedException {
        SignedTransaction signed = SignedTransaction.decode(raw);
        return new NodeTransaction(signed.transaction().id(), signed, raw, fails);
    }

    NodeTransaction failing() {
        return new NodeTransaction(id, signed, raw, true);
    }
}
