// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.coffer.api.signing.SigningOutcome;
import io.coffer.families.FamilyCodec;
import io.coffer.families.TransactionPlan.Payment;
import io.coffer.signing.Transactions.Out;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Tokens of EVM chains. The adapter that is handed in fails the test if it is asked anything. */
class TokenSigningTest {
    private static final String USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
    private static final String DAI = "0x6B175474E89094C44Da98b954EedeAC495271d0F";

    private final SigningScene scene = new SigningScene("eip155:31337");

    @BeforeEach
    void tokens() {
        scene.amount = Amount.of(asset(USDC), SigningScene.UNITS);
    }

    @Test
    void signsAnHonestTransferOfAToken() throws Exception {
        SigningOutcome outcome = scene.sign(token(USDC, scene.approved()));
        assertThat(outcome).isInstanceOf(SigningOutcome.Signed.class);
        FamilyCodec.SignedPlan read =
                FamilyCodec.of("eip155").orElseThrow().decode(((SigningOutcome.Signed) outcome).transaction());
        assertThat(read.signers()).containsExactly(scene.hotKey);
        assertThat(read.plan().payments())
                .containsExactly(
                        new Payment(scene.to, Optional.of(asset(USDC)), BigInteger.valueOf(SigningScene.UNITS)));
    }

    @Test
    @DisplayName("H44 a token never goes for the coin, the coin never for a token, nor one token for another")
    void h44_assetsAreNotMixedUp() {
        UnsignedTx coin = coin(scene.approved());
        mismatch(coin, "payment: 5000 of eip155:31337/erc20:" + USDC);
        mismatch(token(DAI, scene.approved()), "payment: 5000 of eip155:31337/erc20:" + USDC);
        scene.amount = Amount.of(scene.coin, SigningScene.UNITS);
        mismatch(token(USDC, scene.approved()), "payment: 5000 of the coin");
        assertThat(scene.sign(coin)).isInstanceOf(SigningOutcome.Signed.class);
    }

    @Test
    @DisplayName("H44 a token's transfer to another, of more or less, or of coin to the contract is not signed")
    void h44_destinationAndAmount() {
        mismatch(token(USDC, new Out("42".repeat(20), SigningScene.UNITS)), "payment:");
        mismatch(token(USDC, new Out(scene.approved().hash160(), SigningScene.UNITS + 1)), "payment:");
        mismatch(token(USDC, new Out(scene.approved().hash160(), SigningScene.UNITS - 1)), "payment:");
        mismatch(coin(new Out(USDC.substring(2), SigningScene.UNITS)), "payment:");
        mismatch(Transactions.token(scene.chain, SigningScene.NONCE + 1, 5, hash(USDC), scene.approved()), "nonce:");
        mismatch(Transactions.token(scene.chain, SigningScene.NONCE, 6, hash(USDC), scene.approved()), "fee:");
    }

    @Test
    @DisplayName("H29 a token under another spelling of its name is not signed")
    void h29_otherSpellingsAreNotSigned() {
        scene.amount = Amount.of(
                new NetworkAssetId("eip155:31337/erc20:" + USDC.toLowerCase(java.util.Locale.ROOT)),
                SigningScene.UNITS);
        assertThat(scene.sign(token(USDC, scene.approved())))
                .asInstanceOf(type(SigningOutcome.Denied.class))
                .satisfies(denied -> {
                    assertThat(denied.rule()).isEqualTo("asset.not-native");
                    assertThat(denied.reason()).contains("nor a token whose transfers the node can read");
                });
    }

    @Test
    void feesAreInTheCoin() {
        scene.feeCap = Amount.of(asset(USDC), 210_000);
        assertThat(scene.sign(token(USDC, scene.approved())))
                .asInstanceOf(type(SigningOutcome.Denied.class))
                .extracting(SigningOutcome.Denied::rule)
                .isEqualTo("asset.not-native");
    }

    private UnsignedTx token(String contract, Out to) {
        return Transactions.token(scene.chain, SigningScene.NONCE, 5, hash(contract), to);
    }

    private UnsignedTx coin(Out to) {
        return Transactions.eip1559(scene.chain, 31_337, SigningScene.NONCE, 5, to, "");
    }

    private NetworkAssetId asset(String contract) {
        return new NetworkAssetId("eip155:31337/erc20:" + contract);
    }

    private static String hash(String contract) {
        return contract.substring(2);
    }

    private void mismatch(UnsignedTx unsigned, String reason) {
        int before = scene.vault.approvals.size();
        assertThat(scene.sign(unsigned))
                .asInstanceOf(type(SigningOutcome.Mismatch.class))
                .satisfies(mismatch -> assertThat(mismatch.detail()).contains(reason));
        assertThat(scene.vault.approvals).hasSize(before);
    }
}
