// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.spi.settings.InvalidSettingsException;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** No node is asked, so none is there. */
class AssembleTest {
    private static final ChainId CHAIN = new ChainId("devnet:lab");
    private static final NetworkAssetId COIN = new NetworkAssetId("devnet:lab/slip44:1");
    private static final NetworkAssetId OTHER = new NetworkAssetId("devnet:other/slip44:1");
    private static final String TX = "cd".repeat(32);

    private final AccountDevnet account = new AccountDevnet(settings("account"));
    private final UtxoDevnet utxo = new UtxoDevnet(settings("utxo"));
    private final PublicKey alice = TestSigner.of(11).key();
    private final PublicKey bob = TestSigner.of(12).key();

    @AfterEach
    void close() {
        account.close();
        utxo.close();
    }

    @Test
    void theDescriptorSaysWhatTheChainIs() {
        assertThat(account.descriptor().chain()).isEqualTo(CHAIN);
        assertThat(account.descriptor().family()).isEqualTo("devnet");
        assertThat(account.descriptor().nativeAsset().id()).isEqualTo(COIN);
        assertThat(account.descriptor().nativeAsset().decimals()).isEqualTo(8);
        assertThat(account.descriptor().coinType()).isEqualTo(1);
    }

    @Test
    void anAccountTransferIsWhatWasAskedFor() {
        UnsignedTx assembled = account.assemble(List.of(pay(bob, 5_000)), alice, 9, fee(150));
        DecodedTx decoded = account.codec().decode(assembled);
        assertThat(decoded.inputs()).containsExactly(new DecodedTx.Input(address(alice), ""));
        assertThat(decoded.outputs()).containsExactly(pay(bob, 5_000));
        assertThat(decoded.sequence()).hasValue(9);
        assertThat(decoded.maxFee()).isEqualTo(Amount.of(COIN, 150));
        assertThat(account.assemble(List.of(pay(bob, 5_000)), alice, 9, fee(150)))
                .isEqualTo(assembled);
    }

    @Test
    void anAccountTransferThatCannotBeIsRefused() {
        refused(() -> account.assemble(List.of(), alice, 0, fee(1)));
        refused(() -> account.assemble(List.of(pay(bob, 1), pay(bob, 2)), alice, 0, fee(1)));
        refused(() -> account.assemble(List.of(pay(bob, 1)), alice, -1, fee(1)));
        refused(() -> account.assemble(List.of(pay(bob, 1)), alice, 0, fee(OTHER, 1)));
        refused(() -> account.assemble(List.of(intent(address(bob), Amount.of(OTHER, 1))), alice, 0, fee(1)));
        Address elsewhere =
                new Address(new ChainId("devnet:other"), address(bob).text());
        refused(() -> account.assemble(List.of(intent(elsewhere, Amount.of(COIN, 1))), alice, 0, fee(1)));
        Address nonsense = new Address(CHAIN, "dev1nonsense");
        refused(() -> account.assemble(List.of(intent(nonsense, Amount.of(COIN, 1))), alice, 0, fee(1)));
        Amount tooMuch = new Amount(COIN, BigInteger.ONE.shiftLeft(96));
        refused(() -> account.assemble(List.of(intent(address(bob), tooMuch)), alice, 0, fee(1)));
        TransferIntent tagged = new TransferIntent(address(bob), Amount.of(COIN, 1), Optional.of("7"));
        refused(() -> account.assemble(List.of(tagged), alice, 0, fee(1)));
    }

    @Test
    void aUtxoTransferSpendsExactlyTheInputsAndPaysTheRestBack() {
        List<Utxo> inputs = List.of(coin(0, 600), coin(1, 700));
        UnsignedTx assembled = utxo.assemble(List.of(pay(bob, 1_000), pay(bob, 100)), inputs, address(alice), fee(150));
        DecodedTx decoded = utxo.codec().decode(assembled);
        assertThat(decoded.inputs())
                .containsExactly(
                        new DecodedTx.Input(address(alice), TX + ":0"), new DecodedTx.Input(address(alice), TX + ":1"));
        assertThat(decoded.outputs()).containsExactly(pay(bob, 1_000), pay(bob, 100), pay(alice, 50));
        assertThat(decoded.maxFee()).isEqualTo(Amount.of(COIN, 150));
        assertThat(utxo.assemble(List.of(pay(bob, 1_000), pay(bob, 100)), inputs, address(alice), fee(150)))
                .isEqualTo(assembled);
    }

    @Test
    void withoutARestThereIsNoChange() {
        UnsignedTx assembled = utxo.assemble(List.of(pay(bob, 450)), List.of(coin(0, 600)), address(alice), fee(150));
        assertThat(utxo.codec().decode(assembled).outputs()).containsExactly(pay(bob, 450));
    }

    @Test
    void aUtxoTransferThatCannotBeIsRefused() {
        List<TransferIntent> one = List.of(pay(bob, 100));
        Address change = address(alice);
        refused(() -> utxo.assemble(one, List.of(), change, fee(1)));
        refused(() -> utxo.assemble(one, List.of(coin(0, 100)), change, fee(1)));
        refused(() -> utxo.assemble(one, List.of(coin(0, 600), coin(0, 600)), change, fee(1)));
        refused(() -> utxo.assemble(one, Collections.nCopies(256, coin(0, 600)), change, fee(1)));
        refused(() -> utxo.assemble(Collections.nCopies(255, pay(bob, 1)), List.of(coin(0, 600)), change, fee(1)));
        refused(() -> utxo.assemble(one, List.of(coin(0, 600)), change, fee(OTHER, 1)));
        Address elsewhere = new Address(new ChainId("devnet:other"), change.text());
        refused(() -> utxo.assemble(one, List.of(coin(0, 600)), elsewhere, fee(1)));
        Utxo foreignOwner = new Utxo(new TxId(TX), 0, address(alice), Amount.of(COIN, 600), bob);
        refused(() -> utxo.assemble(one, List.of(foreignOwner), change, fee(1)));
        Utxo foreignCoin = new Utxo(new TxId(TX), 0, address(alice), Amount.of(OTHER, 600), alice);
        refused(() -> utxo.assemble(one, List.of(foreignCoin), change, fee(1)));
        Utxo noId = new Utxo(new TxId("cd"), 0, address(alice), Amount.of(COIN, 600), alice);
        refused(() -> utxo.assemble(one, List.of(noId), change, fee(1)));
        Utxo noIndex = new Utxo(new TxId(TX), -1, address(alice), Amount.of(COIN, 600), alice);
        refused(() -> utxo.assemble(one, List.of(noIndex), change, fee(1)));
    }

    private static void refused(ThrowingCallable call) {
        assertThatIllegalArgumentException().isThrownBy(call);
    }

    private TransferIntent pay(PublicKey to, long units) {
        return intent(address(to), Amount.of(COIN, units));
    }

    private static TransferIntent intent(Address to, Amount amount) {
        return new TransferIntent(to, amount, Optional.empty());
    }

    private Utxo coin(int index, long units) {
        return new Utxo(new TxId(TX), index, address(alice), Amount.of(COIN, units), alice);
    }

    private Address address(PublicKey key) {
        return account.addresses().derive(key, AddressFormat.DEFAULT);
    }

    private static FeeQuote fee(long units) {
        return fee(COIN, units);
    }

    private static FeeQuote fee(NetworkAssetId asset, long units) {
        return new FeeQuote(asset, BigInteger.valueOf(units), BigInteger.ZERO, 1);
    }

    private static DevnetSettings settings(String mode) {
        try {
            return SettingsReader.read(Map.of("name", "lab", "mode", mode, "url", "http://127.0.0.1:1"));
        } catch (InvalidSettingsException wrong) {
            throw new AssertionError(wrong);
        }
    }
}
