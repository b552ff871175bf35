// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Outpoint;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.devnet.format.UtxoTransaction.Input;
import io.coffer.devnet.format.UtxoTransaction.Output;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A customer of a test's devnet: one key. */
record Wallet(ChainName chain, TestKey key) {
    static final ChainName CHAIN = new ChainName("test");

    static Wallet of(Mode mode, int number) {
        byte[] number4 = ByteBuffer.allocate(4).putInt(number).array();
        return new Wallet(CHAIN, TestKey.from(Hashes.sha256d(new byte[] {(byte) mode.code()}, number4)));
    }

    Octets address() {
        return key.address();
    }

    String text() {
        return DevnetAddress.of(address());
    }

    /** An account transaction. */
    NodeTransaction pay(long nonce, Octets to, long amount, long fee) {
        return NodeTransaction.of(key.sign(new AccountTransaction(
                chain, key.publicKey(), nonce, BigInteger.valueOf(fee), to, BigInteger.valueOf(amount))));
    }

    /** A UTXO transaction that spends these outputs of this wallet, and pays back what is left. */
    NodeTransaction spend(List<Input> inputs, Octets to, long amount, long fee) {
        BigInteger change = inputs.stream()
                .map(Input::amount)
                .reduce(BigInteger.ZERO, BigInteger::add)
                .subtract(BigInteger.valueOf(amount + fee));
        List<Output> outputs = new ArrayList<>(List.of(new Output(to, BigInteger.valueOf(amount))));
        if (change.signum() > 0) {
            outputs.add(new Output(address(), change));
        }
        return NodeTransaction.of(key.sign(new UtxoTransaction(chain, inputs, outputs)));
    }

    Input input(Octets transaction, long index, long amount) {
        return new Input(new Outpoint(transaction, index), BigInteger.valueOf(amount), key.publicKey());
    }

    /** What of this wallet is unspent on the chain. */
    List<Input> coins(Chain devnet) throws Refusal {
        return devnet.holdings(address()).coins().stream()
                .map(listed -> new Input(listed.place(), listed.coin().amount(), key.publicKey()))
                .toList();
    }
}
