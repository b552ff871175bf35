// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A withdrawal of 5000 that is to be signed: nonce 9 or two inputs of 4000, fee quote 105,000, fee cap 210,000. */
final class SigningScene {
    static final WithdrawalId ID = new WithdrawalId("w-1");
    static final long UNITS = 5_000;
    static final long NONCE = 9;
    static final long TERM = 3;
    static final InstantSource CLOCK = InstantSource.fixed(Instant.ofEpochMilli(1_800_000_000_000L));

    final TestVault vault = new TestVault();
    final ChainId chain;
    final NetworkAssetId coin;
    final PublicKey hotKey;
    final Address hot;
    Address to;
    final Map<Address, OwnAddress> own = new HashMap<>();

    Amount amount;
    Amount feeCap;
    Optional<String> tag = Optional.empty();
    Preparation preparation;
    Payer payer = new Payer.Customer(new AccountId("a-1"));

    SigningScene(String chain) {
        this.chain = new ChainId(chain);
        coin = new NetworkAssetId(chain + "/slip44:" + coinType());
        hotKey = key(0, KeyPurpose.TREASURY);
        hot = own(0, KeyPurpose.TREASURY);
        to = Transactions.address(this.chain, key(77, KeyPurpose.DEPOSIT));
        amount = Amount.of(coin, UNITS);
        feeCap = Amount.of(coin, 210_000);
        preparation = new Preparation(hot, OptionalLong.of(NONCE), List.of(), quote());
    }

    static SigningScene utxo() {
        SigningScene scene = new SigningScene("devnet:main");
        scene.preparation = new Preparation(
                scene.hot,
                OptionalLong.empty(),
                List.of(scene.input("aa", 1, 0, 400_000), scene.input("bb", 0, 1, 400_000)),
                scene.quote());
        return scene;
    }

    FeeQuote quote() {
        return new FeeQuote(coin, BigInteger.valueOf(5), BigInteger.ONE, 21_000);
    }

    /** An output of ours, whose address is the core's. */
    Utxo input(String tx, int output, int keyIndex, long units) {
        Address address = own(keyIndex, KeyPurpose.TREASURY);
        return new Utxo(
                new TxId(tx.repeat(32)), output, address, Amount.of(coin, units), key(keyIndex, KeyPurpose.TREASURY));
    }

    Address own(int index, KeyPurpose purpose) {
        PublicKey key = key(index, purpose);
        Address address = Transactions.address(chain, key);
        own.put(address, new OwnAddress(address, ref(index, purpose), key, Optional.empty()));
        return address;
    }

    KeyRef ref(int index, KeyPurpose purpose) {
        return new KeyRef(chain, coinType(), purpose, index);
    }

    PublicKey key(int index, KeyPurpose purpose) {
        boolean wasSealed = vault.sealed;
        vault.sealed = false;
        try {
            return vault.publicKey(ref(index, purpose));
        } catch (io.coffer.api.signing.VaultException e) {
            throw new AssertionError(e);
        } finally {
            vault.sealed = wasSealed;
        }
    }

    Transactions.Out approved() {
        return new Transactions.Out(Transactions.hash(to), UNITS);
    }

    Transactions.Out change(long units) {
        return new Transactions.Out(Transactions.hash(hot), units);
    }

    CheckingSigningService service(String... allowedUnverified) {
        return new CheckingSigningService(
                (withdrawal, within) -> intent(),
                List::of,
                new ApprovedSigner(vault, vault.pair(), CLOCK),
                Set.of(allowedUnverified));
    }

    Intent intent() {
        return new Intent(new TransferIntent(to, amount, tag), feeCap, preparation, payer, own, TERM);
    }

    SigningOutcome sign(UnsignedTx transaction) {
        return sign(transaction, new SilentAdapter());
    }

    SigningOutcome sign(UnsignedTx transaction, ChainAdapter adapter) {
        return service().sign(ID, transaction, adapter);
    }

    private int coinType() {
        return chain.namespace().equals("eip155") ? 60 : 1;
    }
}
