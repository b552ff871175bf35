// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.coffer.api.signing.Approval;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.signing.Transactions.Out;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the house moves between its own addresses. */
class HouseSigningTest {
    private static final String USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";

    private final SigningScene scene = new SigningScene("eip155:31337");
    private final Address deposit = scene.own(3, KeyPurpose.DEPOSIT);
    private final Address stranger = scene.to;

    @Test
    void sweepsADepositAddressToTheTreasury() {
        house(HousePurpose.SWEEP, deposit, scene.hot);
        signs(pays(scene.hot), KeyPurpose.DEPOSIT, 3);
        scene.amount = Amount.of(new NetworkAssetId("eip155:31337/erc20:" + USDC), SigningScene.UNITS);
        signs(
                Transactions.token(scene.chain, SigningScene.NONCE, 5, USDC.substring(2), out(scene.hot)),
                KeyPurpose.DEPOSIT,
                3);
    }

    @Test
    void paysGasFromTheTreasuryToADepositAddress() {
        house(HousePurpose.GAS, scene.hot, deposit);
        signs(pays(deposit), KeyPurpose.TREASURY, 0);
    }

    @Test
    @DisplayName("H44 a customer is never paid from a deposit address")
    void h44_customersArePaidFromTheTreasuryOnly() {
        scene.preparation = preparation(deposit);
        refuses(pays(stranger), "sender: " + deposit + " is no treasury address");
    }

    @Test
    @DisplayName("H44 the house pays nobody but itself, whatever the transfer says that it is")
    void h44_theHousePaysItselfOnly() {
        for (HousePurpose purpose : HousePurpose.values()) {
            house(purpose, purpose == HousePurpose.SWEEP ? deposit : scene.hot, stranger);
            refuses(pays(stranger), "destination: " + stranger + " is no address of ours");
        }
    }

    @Test
    @DisplayName("H44 a sweep ends in the treasury and gas at a deposit address")
    void h44_purposesAreNotMixedUp() {
        Address other = scene.own(4, KeyPurpose.DEPOSIT);
        house(HousePurpose.SWEEP, deposit, other);
        refuses(pays(other), "destination: " + other + " is no treasury address");
        Address otherHot = scene.own(1, KeyPurpose.TREASURY);
        house(HousePurpose.GAS, scene.hot, otherHot);
        refuses(pays(otherHot), "destination: " + otherHot + " is no deposit address");
        house(HousePurpose.SWEEP, scene.hot, otherHot);
        refuses(pays(otherHot), "sender: " + scene.hot + " is no deposit address");
        house(HousePurpose.GAS, deposit, other);
        refuses(pays(other), "sender: " + deposit + " is no treasury address");
    }

    @Test
    @DisplayName("H44 a destination that our own key does not derive to is not paid")
    void h44_theDestinationIsDerivedAnew() {
        Address hot = stranger;
        scene.own.put(
                hot,
                new OwnAddress(
                        hot, scene.ref(1, KeyPurpose.TREASURY), scene.key(1, KeyPurpose.TREASURY), Optional.empty()));
        house(HousePurpose.SWEEP, deposit, hot);
        refuses(pays(hot), "destination: " + hot + " is not derived from its key");
        scene.own.put(
                scene.hot,
                new OwnAddress(
                        scene.hot,
                        new io.coffer.api.wallet.KeyRef(new ChainId("eip155:1"), 60, KeyPurpose.TREASURY, 0),
                        scene.hotKey,
                        Optional.empty()));
        house(HousePurpose.SWEEP, deposit, scene.hot);
        refuses(pays(scene.hot), "destination: " + scene.hot + " is no treasury address on eip155:31337");
    }

    @Test
    @DisplayName("H44 the house pays from the address that was approved")
    void h44_theSenderIsTheOneThatWasApproved() {
        Address other = scene.own(4, KeyPurpose.DEPOSIT);
        house(HousePurpose.SWEEP, deposit, scene.hot);
        scene.preparation = preparation(other);
        refuses(pays(scene.hot), "the house is to pay from " + deposit);
    }

    @Test
    @DisplayName("H44 bytes that pay somebody else than the house are not signed")
    void h44_bytesAreCompared() {
        house(HousePurpose.SWEEP, deposit, scene.hot);
        refuses(pays(stranger), "payment:");
    }

    @Test
    void aCustomersDepositAddressIsOfTheRightPurpose() {
        OwnAddress own = scene.own.get(deposit);
        scene.own.put(deposit, new OwnAddress(deposit, own.key(), own.publicKey(), Optional.of(new AccountId("a-1"))));
        house(HousePurpose.SWEEP, deposit, scene.hot);
        signs(pays(scene.hot), KeyPurpose.DEPOSIT, 3);
    }

    private void house(HousePurpose purpose, Address from, Address to) {
        scene.payer = new Payer.House(from, purpose);
        scene.to = to;
        scene.preparation = preparation(from);
    }

    private Preparation preparation(Address sender) {
        return new Preparation(sender, OptionalLong.of(SigningScene.NONCE), List.of(), scene.quote());
    }

    private UnsignedTx pays(Address to) {
        return Transactions.eip1559(scene.chain, 31_337, SigningScene.NONCE, 5, out(to), "");
    }

    private static Out out(Address to) {
        return new Out(Transactions.hash(to), SigningScene.UNITS);
    }

    private void signs(UnsignedTx unsigned, KeyPurpose purpose, int index) {
        assertThat(scene.sign(unsigned)).isInstanceOf(SigningOutcome.Signed.class);
        Approval last = scene.vault.approvals.get(scene.vault.approvals.size() - 1);
        assertThat(last.key()).isEqualTo(scene.ref(index, purpose));
    }

    private void refuses(UnsignedTx unsigned, String reason) {
        int before = scene.vault.approvals.size();
        assertThat(scene.sign(unsigned))
                .asInstanceOf(type(SigningOutcome.Mismatch.class))
                .satisfies(mismatch -> {
                    assertThat(mismatch.detail()).contains(reason);
                    assertThat(mismatch.keyUsed()).isFalse();
                });
        assertThat(scene.vault.approvals).hasSize(before);
    }
}
