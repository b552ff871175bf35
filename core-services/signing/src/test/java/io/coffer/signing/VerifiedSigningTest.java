// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.coffer.api.signing.Approval;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.signing.SigningService.Coverage;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.families.FamilyCodec;
import io.coffer.signing.Transactions.Out;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Families with a codec of our own. The adapter that is handed in fails the test if it is asked anything. */
class VerifiedSigningTest {
    private static final String FOREIGN = "42".repeat(20);
    private static final long FEE = 1_000;

    private final SigningScene devnet = new SigningScene("devnet:main");
    private final SigningScene utxo = SigningScene.utxo();
    private final SigningScene evm = new SigningScene("eip155:31337");

    @Test
    void signsAnHonestAccountTransaction() throws Exception {
        SignedTx signed = signed(devnet.sign(account(devnet.approved(), SigningScene.NONCE, FEE)));
        FamilyCodec.SignedPlan read = FamilyCodec.of("devnet").orElseThrow().decode(signed);
        assertThat(read.signers()).containsExactly(devnet.hotKey);
        assertThat(read.plan().sequence()).hasValue(SigningScene.NONCE);
        assertThat(devnet.vault.approvals)
                .containsExactly(new Approval(
                        devnet.ref(0, KeyPurpose.TREASURY),
                        new SigningMode.EcdsaSecp256k1(),
                        read.plan().spends().get(0).digest(),
                        SigningScene.CLOCK.millis() + 30_000,
                        SigningScene.TERM));
    }

    @Test
    void signsEveryInputOfAnHonestUtxoTransaction() throws Exception {
        long change = 800_000 - SigningScene.UNITS - FEE;
        for (List<Out> outputs :
                List.of(List.of(utxo.approved(), utxo.change(change)), List.of(utxo.change(change), utxo.approved()))) {
            SignedTx signed = signed(utxo.sign(spend(utxo.preparation.inputs(), outputs)));
            FamilyCodec.SignedPlan read = FamilyCodec.of("devnet").orElseThrow().decode(signed);
            assertThat(read.signers()).containsExactly(utxo.hotKey, utxo.key(1, KeyPurpose.TREASURY));
        }
    }

    @Test
    void signsAnHonestEvmTransactionOfEitherKind() throws Exception {
        for (UnsignedTx unsigned : List.of(
                Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 5, evm.approved(), ""),
                Transactions.legacy(evm.chain, SigningScene.NONCE, 5, evm.approved(), "827a698080"))) {
            SignedTx signed = signed(evm.sign(unsigned));
            FamilyCodec.SignedPlan read = FamilyCodec.of("eip155").orElseThrow().decode(signed);
            assertThat(read.signers()).containsExactly(evm.hotKey);
        }
    }

    @Test
    void objectsToNothingHonestAndUsesNoKey() {
        UnsignedTx unsigned = account(devnet.approved(), SigningScene.NONCE, FEE);
        CheckingSigningService service = devnet.service();
        assertThat(service.objection(SigningScene.ID, unsigned, new SilentAdapter()))
                .isEmpty();
        devnet.vault.sealed = true;
        assertThat(service.objection(SigningScene.ID, unsigned, new SilentAdapter()))
                .contains(new SigningOutcome.Sealed());
        assertThat(devnet.vault.approvals).isEmpty();
    }

    @Test
    void h48_signingTwiceGivesTheSameBytes() {
        UnsignedTx unsigned = account(devnet.approved(), SigningScene.NONCE, FEE);
        assertThat(devnet.sign(unsigned)).isEqualTo(devnet.sign(unsigned));
        assertThat(devnet.vault.approvals).hasSize(2);
    }

    @Test
    @DisplayName("H44 a changed destination or amount is not signed")
    void h44_destinationAndAmount() {
        for (Out lie : List.of(
                new Out(FOREIGN, SigningScene.UNITS),
                new Out(devnet.approved().hash160(), SigningScene.UNITS + 1),
                new Out(devnet.approved().hash160(), SigningScene.UNITS - 1),
                devnet.change(SigningScene.UNITS))) {
            mismatch(devnet, account(lie, SigningScene.NONCE, FEE), "payment:");
        }
        Out evmLie = new Out(FOREIGN, SigningScene.UNITS);
        mismatch(evm, Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 5, evmLie, ""), "payment:");
        Out more = new Out(evm.approved().hash160(), SigningScene.UNITS + 1);
        mismatch(evm, Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 5, more, ""), "payment:");
    }

    @Test
    @DisplayName("H44 another nonce, sender or fee is not signed")
    void h44_nonceSenderAndFee() {
        mismatch(devnet, account(devnet.approved(), SigningScene.NONCE + 1, FEE), "nonce: 10 instead of 9");
        mismatch(devnet, account(devnet.approved(), SigningScene.NONCE - 1, FEE), "nonce:");
        mismatch(devnet, account(devnet.approved(), SigningScene.NONCE, 105_001), "fee: up to 105001, reserved");
        mismatch(devnet, account(devnet.approved(), SigningScene.NONCE, 210_001), "fee: up to 210001, the cap");
        PublicKey other = devnet.key(5, KeyPurpose.TREASURY);
        mismatch(
                devnet,
                Transactions.devnetAccount(devnet.chain, other, SigningScene.NONCE, FEE, devnet.approved()),
                "another key");
        mismatch(evm, Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 6, evm.approved(), ""), "fee:");
        mismatch(evm, Transactions.eip1559(evm.chain, 31_337, 0, 5, evm.approved(), ""), "nonce:");
    }

    @Test
    void theCapCountsAlsoWhereTheQuoteIsHigher() {
        devnet.feeCap = Amount.of(devnet.coin, FEE - 1);
        mismatch(devnet, account(devnet.approved(), SigningScene.NONCE, FEE), "the cap is 999");
    }

    @Test
    @DisplayName("H24 a transaction for another chain, or for any, is not signed")
    void h24_otherChainOrNone() {
        mismatch(
                evm,
                Transactions.eip1559(evm.chain, 1, SigningScene.NONCE, 5, evm.approved(), ""),
                "chain id: 1 is not");
        mismatch(evm, Transactions.eip1559(evm.chain, 0, SigningScene.NONCE, 5, evm.approved(), ""), "chain id: 0");
        mismatch(evm, Transactions.legacy(evm.chain, SigningScene.NONCE, 5, evm.approved(), ""), "chain id: none");
        mismatch(evm, Transactions.legacy(evm.chain, SigningScene.NONCE, 5, evm.approved(), "808080"), "chain id: 0");
        mismatch(evm, Transactions.legacy(evm.chain, SigningScene.NONCE, 5, evm.approved(), "018080"), "chain id: 1");
        ChainId other = new ChainId("eip155:1");
        mismatch(evm, Transactions.eip1559(other, 1, SigningScene.NONCE, 5, evm.approved(), ""), "built for eip155:1");
        UnsignedTx wrongName = Transactions.devnetAccount(
                new ChainId("devnet:test"), devnet.hotKey, SigningScene.NONCE, FEE, devnet.approved());
        mismatch(devnet, new UnsignedTx(devnet.chain, wrongName.encoded()), "not for devnet:main");
    }

    @Test
    void signsNoContractCall() {
        String call = "a9059cbb" + "00".repeat(12) + FOREIGN;
        mismatch(evm, Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 5, evm.approved(), call), "data:");
        mismatch(
                evm,
                Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 5, new Out("", SigningScene.UNITS), ""),
                "creates a contract");
    }

    @Test
    @DisplayName("H44 swapped or extra change is not signed")
    void h44_change() {
        List<Utxo> inputs = utxo.preparation.inputs();
        long change = 800_000 - SigningScene.UNITS - FEE;
        mismatch(utxo, spend(inputs, List.of(utxo.approved(), new Out(FOREIGN, change))), "change: to");
        Out otherOwn = new Out(Transactions.hash(utxo.own(1, KeyPurpose.TREASURY)), change);
        mismatch(utxo, spend(inputs, List.of(utxo.approved(), otherOwn)), "change: to");
        mismatch(
                utxo,
                spend(inputs, List.of(utxo.approved(), utxo.change(change - 1), new Out(FOREIGN, 1))),
                "2 outputs beside");
        mismatch(utxo, spend(inputs, List.of(utxo.approved(), utxo.approved())), "change: to");
        mismatch(utxo, spend(inputs, List.of(utxo.change(change))), "not among the outputs");
        // No change at all makes everything left over a fee.
        mismatch(utxo, spend(inputs, List.of(utxo.approved())), "fee:");
    }

    @Test
    @DisplayName("H44 inputs that were not reserved, or that lie about their amount, are not signed")
    void h44_inputs() {
        List<Utxo> inputs = utxo.preparation.inputs();
        Out change = utxo.change(800_000 - SigningScene.UNITS - FEE);
        List<Out> outputs = List.of(utxo.approved(), change);
        List<Utxo> more = new ArrayList<>(inputs);
        more.add(utxo.input("cc", 0, 0, 1_000));
        mismatch(utxo, spend(more, outputs), "was not reserved");
        mismatch(
                utxo,
                spend(inputs.subList(0, 1), List.of(utxo.approved(), utxo.change(394_000))),
                "reserved but not spent");
        List<Utxo> otherIndex = List.of(inputs.get(0), utxo.input("bb", 1, 1, 400_000));
        mismatch(utxo, spend(otherIndex, outputs), "was not reserved");
        List<Utxo> lie = List.of(inputs.get(0), utxo.input("bb", 0, 1, 390_000));
        mismatch(utxo, spend(lie, List.of(utxo.approved(), utxo.change(784_000))), "holds 400000, not 390000");
        List<Utxo> otherKey = List.of(inputs.get(0), utxo.input("bb", 0, 2, 400_000));
        mismatch(utxo, spend(otherKey, outputs), "another key");
        List<Utxo> reversed = new ArrayList<>(inputs);
        Collections.reverse(reversed);
        assertThat(utxo.sign(spend(reversed, outputs))).isInstanceOf(SigningOutcome.Signed.class);
    }

    @Test
    void mixesNoKinds() {
        Out change = utxo.change(800_000 - SigningScene.UNITS - FEE);
        mismatch(devnet, spend(utxo.preparation.inputs(), List.of(utxo.approved(), change)), "kind:");
        mismatch(utxo, account(utxo.approved(), SigningScene.NONCE, FEE), "kind:");
        devnet.preparation = new Preparation(devnet.hot, OptionalLong.empty(), List.of(), devnet.quote());
        mismatch(devnet, account(devnet.approved(), SigningScene.NONCE, FEE), "preparation:");
    }

    @Test
    @DisplayName("H44 an address that its key does not derive to is not signed for")
    void h44_derivation() {
        UnsignedTx unsigned = account(devnet.approved(), SigningScene.NONCE, FEE);
        KeyRef wrongIndex = devnet.ref(6, KeyPurpose.TREASURY);
        devnet.own.put(devnet.hot, new OwnAddress(devnet.hot, wrongIndex, devnet.hotKey, Optional.empty()));
        mismatch(devnet, unsigned, "not derived from its key");
        KeyRef otherChain = new KeyRef(new ChainId("devnet:other"), 1, KeyPurpose.TREASURY, 0);
        devnet.own.put(devnet.hot, new OwnAddress(devnet.hot, otherChain, devnet.hotKey, Optional.empty()));
        mismatch(devnet, unsigned, "no treasury address");
        devnet.own.put(
                devnet.hot,
                new OwnAddress(devnet.hot, devnet.ref(0, KeyPurpose.DEPOSIT), devnet.hotKey, Optional.empty()));
        mismatch(devnet, unsigned, "no treasury address");
        devnet.own.clear();
        mismatch(devnet, unsigned, "no address of ours");
    }

    @Test
    void refusesBytesThatAreNoTransaction() {
        for (String hex : List.of("", "00", "01", "ff".repeat(100), "02c0")) {
            mismatch(devnet, new UnsignedTx(devnet.chain, Bytes.hex(hex)), ":");
            mismatch(evm, new UnsignedTx(evm.chain, Bytes.hex(hex)), ":");
        }
    }

    @Test
    void waitsForASealedVault() {
        UnsignedTx unsigned = account(devnet.approved(), SigningScene.NONCE, FEE);
        CheckingSigningService service = devnet.service();
        devnet.vault.sealed = true;
        assertThat(service.sign(SigningScene.ID, unsigned, new SilentAdapter()))
                .isInstanceOf(SigningOutcome.Sealed.class);
        devnet.vault.sealed = false;
        assertThat(service.sign(SigningScene.ID, unsigned, new SilentAdapter()))
                .isInstanceOf(SigningOutcome.Signed.class);
    }

    @Test
    void signsNothingOnceAnotherServiceIsPaired() {
        UnsignedTx unsigned = account(devnet.approved(), SigningScene.NONCE, FEE);
        CheckingSigningService first = devnet.service();
        CheckingSigningService second = devnet.service();
        assertThat(first.sign(SigningScene.ID, unsigned, new SilentAdapter()))
                .asInstanceOf(type(SigningOutcome.Denied.class))
                .satisfies(denied -> {
                    assertThat(denied.rule()).isEqualTo("vault.refused");
                    assertThat(denied.keyUsed())
                            .as("the seal is looked at first")
                            .isFalse();
                });
        assertThat(second.sign(SigningScene.ID, unsigned, new SilentAdapter()))
                .isInstanceOf(SigningOutcome.Signed.class);
    }

    @Test
    void findsAVaultThatSignsSomethingElse() {
        devnet.vault.broken = true;
        assertThat(devnet.sign(account(devnet.approved(), SigningScene.NONCE, FEE)))
                .asInstanceOf(type(SigningOutcome.Mismatch.class))
                .satisfies(mismatch -> assertThat(mismatch.keyUsed()).isTrue());
        evm.vault.broken = true;
        assertThat(evm.sign(Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 5, evm.approved(), "")))
                .isInstanceOf(SigningOutcome.Mismatch.class);
    }

    @Test
    void signsTheChainsOwnCoinOnly() {
        UnsignedTx unsigned = Transactions.eip1559(evm.chain, 31_337, SigningScene.NONCE, 5, evm.approved(), "");
        for (String asset : List.of(
                "eip155:31337/erc20:0xdac17f958d2ee523a2206206994597c13d831ec7",
                "eip155:1/slip44:60",
                "eip155:31337/slip44:1")) {
            evm.amount = Amount.of(new NetworkAssetId(asset), SigningScene.UNITS);
            assertThat(evm.sign(unsigned))
                    .asInstanceOf(type(SigningOutcome.Denied.class))
                    .extracting(SigningOutcome.Denied::rule)
                    .isEqualTo("asset.not-native");
        }
        evm.amount = Amount.of(evm.coin, SigningScene.UNITS);
        evm.tag = Optional.of("memo");
        mismatch(evm, unsigned, "tag:");
    }

    @Test
    void knowsWhichFamiliesItReads() {
        assertThat(devnet.service().coverage("devnet")).isEqualTo(Coverage.VERIFIED);
        assertThat(devnet.service("bip122").coverage("eip155")).isEqualTo(Coverage.VERIFIED);
        assertThat(devnet.service("bip122").coverage("bip122")).isEqualTo(Coverage.UNVERIFIED_ALLOWED);
        assertThat(devnet.service().coverage("bip122")).isEqualTo(Coverage.REFUSED);
    }

    private UnsignedTx account(Out to, long nonce, long fee) {
        return Transactions.devnetAccount(devnet.chain, devnet.hotKey, nonce, fee, to);
    }

    private UnsignedTx spend(List<Utxo> inputs, List<Out> outputs) {
        return Transactions.devnetUtxo(utxo.chain, inputs, outputs);
    }

    private static SignedTx signed(SigningOutcome outcome) {
        assertThat(outcome).isInstanceOf(SigningOutcome.Signed.class);
        return ((SigningOutcome.Signed) outcome).transaction();
    }

    /** Refused for this reason, and without the vault having signed anything. */
    private static void mismatch(SigningScene scene, UnsignedTx unsigned, String reason) {
        int before = scene.vault.approvals.size();
        SigningOutcome outcome = scene.sign(unsigned);
        assertThat(outcome).asInstanceOf(type(SigningOutcome.Mismatch.class)).satisfies(mismatch -> {
            assertThat(mismatch.detail()).contains(reason);
            assertThat(mismatch.keyUsed()).isFalse();
        });
        assertThat(scene.service().objection(SigningScene.ID, unsigned, new SilentAdapter()))
                .as("the same is found without signing")
                .contains((SigningOutcome.Unsigned) outcome);
        assertThat(scene.vault.approvals).hasSize(before);
    }
}
