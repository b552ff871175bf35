// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** A family that the node has no codec for: signed only where the operator allowed it, on the adapter's word. */
class UnverifiedSigningTest {
    private static final ChainId CHAIN = new ChainId("other:main");
    private static final NetworkAssetId COIN = new NetworkAssetId("other:main/slip44:999");
    private static final UnsignedTx UNSIGNED = new UnsignedTx(CHAIN, Bytes.hex("01"));
    private static final Bytes MESSAGE = Bytes.hex("33".repeat(32));

    private final TestVault vault = new TestVault();
    private final io.coffer.api.wallet.KeyRef hotRef =
            new io.coffer.api.wallet.KeyRef(CHAIN, 999, KeyPurpose.TREASURY, 0);
    private final PublicKey hotKey = publicKey();
    private final Address hot = derive(hotKey);
    private final Address to = new Address(CHAIN, "destination");
    private final TransferIntent payment = new TransferIntent(to, Amount.of(COIN, 500), Optional.of("7"));
    private final Preparation preparation =
            new Preparation(hot, OptionalLong.of(4), List.of(), new FeeQuote(COIN, BigInteger.TEN, BigInteger.ONE, 1));
    private final Intent intent = new Intent(
            payment,
            Amount.of(COIN, 10),
            preparation,
            new Payer.Customer(new AccountId("a-1")),
            Map.of(hot, new OwnAddress(hot, hotRef, hotKey, Optional.empty())),
            1);
    private final DecodedTx honest = new DecodedTx(
            CHAIN, List.of(new DecodedTx.Input(hot, "")), List.of(payment), OptionalLong.of(4), Amount.of(COIN, 10));

    @Test
    void isRefusedUntilTheOperatorAllowsIt() {
        assertThat(service(Set.of()).sign(SigningScene.ID, UNSIGNED, new SilentAdapter()))
                .asInstanceOf(type(SigningOutcome.Denied.class))
                .satisfies(denied -> {
                    assertThat(denied.rule()).isEqualTo("family.unverified");
                    assertThat(denied.reason()).contains("allowUnverifiedFamilies");
                });
        CheckingSigningService service = service(Set.of("other"));
        assertThat(service.sign(SigningScene.ID, UNSIGNED, new WordAdapter()))
                .isInstanceOf(SigningOutcome.Signed.class);
        service.allowUnverified(Set.of());
        assertThat(service.sign(SigningScene.ID, UNSIGNED, new WordAdapter()))
                .isInstanceOf(SigningOutcome.Denied.class);
    }

    @Test
    void signsThePayloadsOfTheAdapter() {
        assertThat(sign(new WordAdapter()))
                .asInstanceOf(type(SigningOutcome.Signed.class))
                .extracting(signed -> signed.transaction().encoded().length())
                .isEqualTo(65);
        assertThat(vault.approvals).hasSize(1);
        assertThat(vault.approvals.get(0).key()).isEqualTo(hotRef);
        assertThat(vault.approvals.get(0).message()).isEqualTo(MESSAGE);
    }

    @Test
    void findsWhatTheAdapterGotWrong() {
        mismatch(tx -> with(tx, List.of(new TransferIntent(to, Amount.of(COIN, 501), payment.tag()))), "payment:");
        mismatch(tx -> with(tx, List.of(new TransferIntent(hot, payment.amount(), payment.tag()))), "payment:");
        mismatch(tx -> with(tx, List.of(new TransferIntent(to, payment.amount(), Optional.of("8")))), "another tag");
        mismatch(tx -> with(tx, List.of(payment, payment)), "payment:");
        mismatch(tx -> with(tx, List.of()), "payment:");
        NetworkAssetId token = new NetworkAssetId("other:main/token:1");
        mismatch(tx -> with(tx, List.of(new TransferIntent(to, Amount.of(token, 500), payment.tag()))), "payment: in");
        mismatch(tx -> new DecodedTx(CHAIN, tx.inputs(), tx.outputs(), OptionalLong.of(5), tx.maxFee()), "nonce:");
        mismatch(
                tx -> new DecodedTx(CHAIN, tx.inputs(), tx.outputs(), tx.sequence(), Amount.of(COIN, 11)),
                "fee: up to");
        mismatch(tx -> new DecodedTx(CHAIN, tx.inputs(), tx.outputs(), tx.sequence(), Amount.of(token, 1)), "fee: in");
        mismatch(
                tx -> new DecodedTx(new ChainId("other:test"), tx.inputs(), tx.outputs(), tx.sequence(), tx.maxFee()),
                "chain:");
        mismatch(
                tx -> new DecodedTx(
                        CHAIN, List.of(new DecodedTx.Input(to, "")), tx.outputs(), tx.sequence(), tx.maxFee()),
                "inputs:");
        mismatch(tx -> new DecodedTx(CHAIN, List.of(), tx.outputs(), tx.sequence(), tx.maxFee()), "inputs:");
    }

    @Test
    void findsPayloadsAndBytesThatDoNotFit() {
        WordAdapter foreignSigner = new WordAdapter();
        foreignSigner.payloads = List.of(new SigningPayload(0, to, new SigningMode.EcdsaSecp256k1(), MESSAGE));
        assertMismatch(foreignSigner, "does not pay");
        WordAdapter none = new WordAdapter();
        none.payloads = List.of();
        assertMismatch(none, "none to sign");
        WordAdapter other = new WordAdapter();
        other.afterSigning = tx -> with(tx, List.of());
        assertMismatch(other, "do not say what was signed");
        WordAdapter throwing = new WordAdapter();
        throwing.beforeSigning = tx -> {
            throw new IllegalArgumentException("secret of the adapter");
        };
        assertMismatch(throwing, "adapter: IllegalArgumentException");
    }

    @Test
    @DisplayName("an unverified family signs by no key of a family that the node reads")
    void keysOfAVerifiedFamilyAreDenied() {
        for (int coinType : new int[] {1, 60}) {
            denied(
                    coinType,
                    List.of(keyring(CHAIN, coinType)),
                    "SLIP-44 number " + coinType + " of other:main is that");
        }
    }

    @Test
    @DisplayName("an unverified family signs by no key of any other enrolled chain")
    void keysOfAnotherChainAreDenied() {
        ChainId sibling = new ChainId("other:test");
        denied(999, List.of(keyring(sibling, 999), keyring(CHAIN, 999)), "is used by other:test");
        denied(999, List.of(keyring(new ChainId("eip155:1"), 999)), "is used by eip155:1");
    }

    @Test
    void aCoinTypeIsRefusedBeforeAnyKeyIsMade() {
        CheckingSigningService service =
                service(Set.of("other"), intent, List.of(keyring(CHAIN, 999), keyring(new ChainId("eip155:1"), 60)));
        assertThat(service.keysRefusal(CHAIN, 999)).isEmpty();
        assertThat(service.keysRefusal(CHAIN, 998)).isEmpty();
        assertThat(service.keysRefusal(CHAIN, 60)).hasValueSatisfying(refusal -> {
            assertThat(refusal.code()).isEqualTo("keys.coin-type-taken");
            assertThat(refusal.message()).contains("eip155");
            assertThat(refusal.nextStep()).isNotEmpty();
        });
        // Families that the node reads share keys as they always did, but not with one that it cannot read.
        assertThat(service.keysRefusal(new ChainId("eip155:10"), 60)).isEmpty();
        assertThat(service.keysRefusal(new ChainId("eip155:10"), 999))
                .hasValueSatisfying(refusal -> assertThat(refusal.message()).contains("other:main"));
    }

    private void denied(int coinType, List<Keyring> keyrings, String reason) {
        io.coffer.api.wallet.KeyRef foreign = new io.coffer.api.wallet.KeyRef(CHAIN, coinType, KeyPurpose.TREASURY, 0);
        Intent asked = new Intent(
                payment,
                Amount.of(COIN, 10),
                preparation,
                new Payer.Customer(new AccountId("a-1")),
                Map.of(hot, new OwnAddress(hot, foreign, hotKey, Optional.empty())),
                1);
        assertThat(service(Set.of("other"), asked, keyrings).sign(SigningScene.ID, UNSIGNED, new WordAdapter()))
                .asInstanceOf(type(SigningOutcome.Denied.class))
                .satisfies(denied -> {
                    assertThat(denied.rule()).isEqualTo("keys.coin-type-taken");
                    assertThat(denied.reason()).contains(reason);
                });
        assertThat(vault.approvals).isEmpty();
    }

    private void mismatch(UnaryOperator<DecodedTx> lie, String reason) {
        WordAdapter adapter = new WordAdapter();
        adapter.beforeSigning = lie;
        assertMismatch(adapter, reason);
        assertThat(vault.approvals).isEmpty();
    }

    private void assertMismatch(WordAdapter adapter, String reason) {
        assertThat(sign(adapter))
                .asInstanceOf(type(SigningOutcome.Mismatch.class))
                .extracting(SigningOutcome.Mismatch::detail)
                .asString()
                .contains(reason)
                .doesNotContain("secret");
    }

    private SigningOutcome sign(WordAdapter adapter) {
        return service(Set.of("other")).sign(SigningScene.ID, UNSIGNED, adapter);
    }

    private CheckingSigningService service(Set<String> allowed) {
        return service(allowed, intent, List.of(keyring(CHAIN, 999)));
    }

    private CheckingSigningService service(Set<String> allowed, Intent asked, List<Keyring> keyrings) {
        return new CheckingSigningService(
                (withdrawal, within) -> asked,
                () -> keyrings,
                new ApprovedSigner(vault, vault.pair(), SigningScene.CLOCK),
                allowed);
    }

    private static Keyring keyring(ChainId chain, int coinType) {
        return new Keyring(chain, coinType, KeyPurpose.TREASURY, "xpub");
    }

    private static DecodedTx with(DecodedTx tx, List<TransferIntent> outputs) {
        return new DecodedTx(tx.chain(), tx.inputs(), outputs, tx.sequence(), tx.maxFee());
    }

    private PublicKey publicKey() {
        try {
            return vault.publicKey(hotRef);
        } catch (io.coffer.api.signing.VaultException e) {
            throw new AssertionError(e);
        }
    }

    private static Address derive(PublicKey key) {
        return new Address(CHAIN, "o" + key.encoded().toHex());
    }

    /** An adapter of the family: what it says of a transaction can be changed before and after signing. */
    private final class WordAdapter extends SilentAdapter {
        private UnaryOperator<DecodedTx> beforeSigning = UnaryOperator.identity();
        private UnaryOperator<DecodedTx> afterSigning = UnaryOperator.identity();
        private List<SigningPayload> payloads =
                List.of(new SigningPayload(0, hot, new SigningMode.EcdsaSecp256k1(), MESSAGE));

        @Override
        public AddressCodec addresses() {
            return Fakes.of(AddressCodec.class, Map.of("derive", arguments -> {
                assertThat(arguments[1]).isEqualTo(AddressFormat.DEFAULT);
                return UnverifiedSigningTest.derive((PublicKey) arguments[0]);
            }));
        }

        @Override
        public TransactionCodec codec() {
            return Fakes.of(
                    TransactionCodec.class,
                    Map.of(
                            "decode", arguments -> decode(arguments[0]),
                            "payloads", arguments -> payloads,
                            "combine", arguments -> combine((List<?>) arguments[1])));
        }

        private DecodedTx decode(Object transaction) {
            return transaction instanceof UnsignedTx
                    ? beforeSigning.apply(honest)
                    : afterSigning.apply(beforeSigning.apply(honest));
        }

        private SignedTx combine(List<?> signatures) {
            List<Bytes> parts = new ArrayList<>();
            signatures.forEach(each -> parts.add(((PayloadSignature) each).signature()));
            return new SignedTx(CHAIN, new TxId("id"), parts.get(0));
        }
    }
}
