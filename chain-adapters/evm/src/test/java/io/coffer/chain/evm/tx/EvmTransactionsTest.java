// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.chain.evm.TestKey;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.web3j.crypto.Credentials;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.TransactionEncoder;

class EvmTransactionsTest {
    private static final long CHAIN_NUMBER = 31337;
    private static final ChainId CHAIN = new ChainId("eip155:" + CHAIN_NUMBER);
    private static final NetworkAssetId COIN = new NetworkAssetId(CHAIN + "/slip44:60");
    private static final Address TO = new Address(CHAIN, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
    private static final BigInteger ONE_ETHER = BigInteger.TEN.pow(18);
    private static final TestKey KEY = TestKey.of("0x8db185e31c0cd39fdfb04737671e2cfb6e7b81506214eff6399fe1953ee6c141");

    private final EvmTransactions codec =
            new EvmTransactions(CHAIN, COIN, TransactionType.EIP1559, HostedTokens.none());

    private static TransferIntent transfer(BigInteger wei) {
        return new TransferIntent(TO, new Amount(COIN, wei), Optional.empty());
    }

    private static FeeQuote fee() {
        return new FeeQuote(COIN, BigInteger.valueOf(10_000_000_000L), BigInteger.valueOf(2_000_000_000L), 21_000);
    }

    private UnsignedTx assembled() {
        return codec.assemble(List.of(transfer(ONE_ETHER)), 7, fee());
    }

    private SignedTx signed(UnsignedTx unsigned) {
        return codec.combine(unsigned, List.of(KEY.sign(codec.payloads(unsigned).get(0))));
    }

    private static UnsignedTx encoded(long chain, String data, RawTransaction... other) {
        RawTransaction raw = other.length > 0
                ? other[0]
                : RawTransaction.createTransaction(
                        chain,
                        BigInteger.ONE,
                        BigInteger.valueOf(21_000),
                        TO.text(),
                        BigInteger.ONE,
                        data,
                        BigInteger.ONE,
                        BigInteger.TEN);
        return new UnsignedTx(CHAIN, Bytes.of(TransactionEncoder.encode(raw)));
    }

    @Test
    void assemblesTheEnvelopeThatWeb3jEncodesForTheSameTransfer() {
        RawTransaction expected = RawTransaction.createEtherTransaction(
                CHAIN_NUMBER,
                BigInteger.valueOf(7),
                BigInteger.valueOf(21_000),
                TO.text(),
                ONE_ETHER,
                BigInteger.valueOf(2_000_000_000L),
                BigInteger.valueOf(10_000_000_000L));
        assertThat(assembled().encoded()).isEqualTo(Bytes.of(TransactionEncoder.encode(expected)));
        assertThat(assembled()).isEqualTo(assembled());
    }

    @Test
    void signsToTheSameBytesAsWeb3j() {
        UnsignedTx unsigned = assembled();
        RawTransaction raw = RawTransaction.createEtherTransaction(
                CHAIN_NUMBER,
                BigInteger.valueOf(7),
                BigInteger.valueOf(21_000),
                TO.text(),
                ONE_ETHER,
                BigInteger.valueOf(2_000_000_000L),
                BigInteger.valueOf(10_000_000_000L));
        Credentials credentials = Credentials.create(KEY.secret().toString(16));
        SignedTx signed = signed(unsigned);
        assertThat(signed.encoded()).isEqualTo(Bytes.of(TransactionEncoder.signMessage(raw, credentials)));
        assertThat(signed.id()).isEqualTo(EvmTransactions.id(signed.encoded()));
    }

    @Test
    void decodesWhatItAssembled() {
        DecodedTx unsigned = codec.decode(assembled());
        assertThat(unsigned.outputs()).containsExactly(transfer(ONE_ETHER));
        assertThat(unsigned.sequence()).hasValue(7);
        assertThat(unsigned.maxFee()).isEqualTo(Amount.of(COIN, 210_000_000_000_000L));
        assertThat(unsigned.inputs()).isEmpty();

        DecodedTx signed = codec.decode(signed(assembled()));
        Address sender = new EvmAddresses(CHAIN).derive(KEY.publicKey(), AddressFormat.DEFAULT);
        assertThat(signed.inputs()).containsExactly(new DecodedTx.Input(sender, ""));
        assertThat(signed.outputs()).isEqualTo(unsigned.outputs());
        assertThat(signed.sequence()).isEqualTo(unsigned.sequence());
        assertThat(signed.maxFee()).isEqualTo(unsigned.maxFee());
    }

    @Test
    void hasOnePayloadWhichIsTheHashOfTheUnsignedEnvelope() {
        List<SigningPayload> payloads = codec.payloads(assembled());
        assertThat(payloads).hasSize(1);
        assertThat(payloads.get(0).mode()).isEqualTo(new SigningMode.EcdsaSecp256k1());
        assertThat(payloads.get(0).message()).isEqualTo(Keccak.hash(assembled().encoded()));
        assertThat(payloads.get(0).signer().text()).isEqualTo(EvmTransactions.UNSTATED_SIGNER);
    }

    @Test
    void assemblesTheGreatestAmountAndAZeroOne() {
        BigInteger most = BigInteger.TWO.pow(256).subtract(BigInteger.ONE);
        for (BigInteger wei : List.of(most, BigInteger.ZERO)) {
            UnsignedTx unsigned = codec.assemble(List.of(transfer(wei)), Long.MAX_VALUE, fee());
            assertThat(codec.decode(unsigned).outputs()).containsExactly(transfer(wei));
            assertThat(codec.decode(unsigned).sequence()).hasValue(Long.MAX_VALUE);
        }
    }

    @Test
    void refusesToAssembleWhatTheChainCannotExpress() {
        TransferIntent one = transfer(ONE_ETHER);
        TransferIntent tagged = new TransferIntent(TO, one.amount(), Optional.of("7"));
        NetworkAssetId token = new NetworkAssetId(CHAIN + "/erc20:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        TransferIntent ofToken = new TransferIntent(TO, new Amount(token, ONE_ETHER), Optional.empty());
        Address elsewhere = new Address(new ChainId("eip155:1"), TO.text());
        TransferIntent toElsewhere = new TransferIntent(elsewhere, one.amount(), Optional.empty());
        FeeQuote inToken = new FeeQuote(token, BigInteger.TEN, BigInteger.ONE, 21_000);
        FeeQuote beyondBounds = new FeeQuote(COIN, BigInteger.TWO.pow(250), BigInteger.ONE, 21_000);

        assertRefused(List.of(), 1, fee());
        assertRefused(List.of(one, one), 1, fee());
        assertRefused(List.of(tagged), 1, fee());
        assertRefused(List.of(ofToken), 1, fee());
        assertRefused(List.of(toElsewhere), 1, fee());
        assertRefused(List.of(one), -1, fee());
        assertRefused(List.of(one), 1, inToken);
        assertRefused(List.of(one), 1, beyondBounds);
    }

    private void assertRefused(List<TransferIntent> transfers, long sequence, FeeQuote fee) {
        assertThatIllegalArgumentException().isThrownBy(() -> codec.assemble(transfers, sequence, fee));
    }

    @Test
    @DisplayName("H24 no chain id, another chain's, or the old type without one is refused")
    void h24_otherChainsAreRefused() {
        for (long chain : new long[] {0, 1, CHAIN_NUMBER + 1}) {
            UnsignedTx other = encoded(chain, "");
            assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(other));
            assertThatIllegalArgumentException().isThrownBy(() -> codec.payloads(other));
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> codec.combine(other, List.of()))
                    .withMessageContaining("chainId");
        }
        RawTransaction legacy = RawTransaction.createEtherTransaction(
                BigInteger.ONE, BigInteger.TEN, BigInteger.valueOf(21_000), TO.text(), BigInteger.ONE);
        UnsignedTx unprotected = encoded(0, "", legacy);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.payloads(unprotected))
                .withMessageContaining("fields");
        UnsignedTx labelled =
                new UnsignedTx(new ChainId("eip155:1"), assembled().encoded());
        assertThatIllegalArgumentException().isThrownBy(() -> codec.payloads(labelled));
    }

    @Test
    void refusesWhatIsMoreThanATransfer() {
        UnsignedTx withData = encoded(CHAIN_NUMBER, "0xa9059cbb");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(withData))
                .withMessageContaining("data");
        RawTransaction creation = RawTransaction.createTransaction(
                CHAIN_NUMBER,
                BigInteger.ONE,
                BigInteger.valueOf(100_000),
                "",
                BigInteger.ONE,
                "",
                BigInteger.ONE,
                BigInteger.TEN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(encoded(0, "", creation)))
                .withMessageContaining("to");
    }

    @Test
    void refusesASignatureThatItsKeyDidNotMake() {
        UnsignedTx unsigned = assembled();
        SigningPayload payload = codec.payloads(unsigned).get(0);
        PayloadSignature good = KEY.sign(payload);
        PayloadSignature ofAnother = TestKey.of("0x1234").sign(payload);
        PayloadSignature misnamed = new PayloadSignature(0, KEY.publicKey(), ofAnother.signature());
        byte[] otherParity = good.signature().toArray();
        otherParity[64] ^= 1;
        byte[] oldStyle = good.signature().toArray();
        oldStyle[64] = (byte) (oldStyle[64] + 27);
        for (PayloadSignature bad : List.of(
                misnamed,
                new PayloadSignature(1, KEY.publicKey(), good.signature()),
                new PayloadSignature(0, KEY.publicKey(), Bytes.of(otherParity)),
                new PayloadSignature(0, KEY.publicKey(), Bytes.of(oldStyle)),
                new PayloadSignature(0, KEY.publicKey(), Bytes.of(new byte[65])),
                new PayloadSignature(0, KEY.publicKey(), Bytes.of(new byte[64])))) {
            assertThatIllegalArgumentException().isThrownBy(() -> codec.combine(unsigned, List.of(bad)));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> codec.combine(unsigned, List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.combine(unsigned, List.of(good, good)));
    }

    @Test
    @DisplayName("H13 the second valid form of a signature, with the high s, is refused")
    void h13_highSIsRefused() {
        UnsignedTx unsigned = assembled();
        byte[] signature = KEY.sign(codec.payloads(unsigned).get(0)).signature().toArray();
        byte[] low = new byte[32];
        System.arraycopy(signature, 32, low, 0, 32);
        byte[] high = Sign.CURVE_PARAMS.getN().subtract(new BigInteger(1, low)).toByteArray();
        System.arraycopy(high, high.length - 32, signature, 32, 32);
        signature[64] ^= 1;
        PayloadSignature malleated = new PayloadSignature(0, KEY.publicKey(), Bytes.of(signature));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.combine(unsigned, List.of(malleated)))
                .withMessageContaining("EIP-2");
    }

    @Test
    void refusesASignedTransactionUnderAnotherId() {
        SignedTx good = signed(assembled());
        SignedTx renamed = new SignedTx(CHAIN, new TxId("0x" + "00".repeat(32)), good.encoded());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> codec.decode(renamed))
                .withMessageContaining("id");
    }

    @Test
    void refusesAnythingThatIsCutOffOrLongerThanItself() {
        Bytes whole = assembled().encoded();
        for (int length = 0; length < whole.length(); length++) {
            byte[] cut = new byte[length];
            System.arraycopy(whole.toArray(), 0, cut, 0, length);
            UnsignedTx part = new UnsignedTx(CHAIN, Bytes.of(cut));
            assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(part));
        }
        UnsignedTx longer = new UnsignedTx(CHAIN, Bytes.hex(whole.toHex() + "00"));
        assertThatIllegalArgumentException().isThrownBy(() -> codec.decode(longer));
    }

    @Test
    void writesLegacyTransactionsWhereConfiguredAsWeb3jDoes() {
        EvmTransactions legacy = new EvmTransactions(CHAIN, COIN, TransactionType.LEGACY, HostedTokens.none());
        UnsignedTx unsigned = legacy.assemble(List.of(transfer(ONE_ETHER)), 7, fee());
        RawTransaction raw = RawTransaction.createEtherTransaction(
                BigInteger.valueOf(7),
                BigInteger.valueOf(10_000_000_000L),
                BigInteger.valueOf(21_000),
                TO.text(),
                ONE_ETHER);
        assertThat(unsigned.encoded()).isEqualTo(Bytes.of(TransactionEncoder.encode(raw, CHAIN_NUMBER)));
        SigningPayload payload = legacy.payloads(unsigned).get(0);
        assertThat(payload.message()).isEqualTo(Keccak.hash(unsigned.encoded()));
        SignedTx signed = legacy.combine(unsigned, List.of(KEY.sign(payload)));
        Credentials credentials = Credentials.create(KEY.secret().toString(16));
        assertThat(signed.encoded())
                .isEqualTo(Bytes.of(TransactionEncoder.signMessage(raw, CHAIN_NUMBER, credentials)));
        DecodedTx decoded = legacy.decode(signed);
        assertThat(decoded.outputs()).containsExactly(transfer(ONE_ETHER));
        assertThat(decoded.sequence()).hasValue(7);
        assertThat(decoded.maxFee()).isEqualTo(Amount.of(COIN, 210_000_000_000_000L));
        assertThat(decoded.inputs()).hasSize(1);
        assertThat(legacy.decode(unsigned).outputs()).isEqualTo(decoded.outputs());
    }

    @Test
    void readsBothTypesWhicheverItWrites() {
        EvmTransactions legacy = new EvmTransactions(CHAIN, COIN, TransactionType.LEGACY, HostedTokens.none());
        UnsignedTx old = legacy.assemble(List.of(transfer(ONE_ETHER)), 7, fee());
        assertThat(codec.decode(old)).isEqualTo(legacy.decode(old));
        assertThat(legacy.decode(assembled())).isEqualTo(codec.decode(assembled()));
        SignedTx signed = signed(old);
        assertThat(legacy.decode(signed)).isEqualTo(codec.decode(signed));
    }

    @Test
    @DisplayName("H24 a legacy transaction of another chain, or signed already, is refused")
    void h24_otherChainsAreRefusedInLegacyToo() {
        EvmTransactions legacy = new EvmTransactions(CHAIN, COIN, TransactionType.LEGACY, HostedTokens.none());
        ChainId other = new ChainId("eip155:1");
        NetworkAssetId otherCoin = new NetworkAssetId("eip155:1/slip44:60");
        TransferIntent elsewhere =
                new TransferIntent(new Address(other, TO.text()), new Amount(otherCoin, ONE_ETHER), Optional.empty());
        FeeQuote fee = new FeeQuote(otherCoin, BigInteger.TEN, BigInteger.ONE, 21_000);
        Bytes bytes = new EvmTransactions(other, otherCoin, TransactionType.LEGACY, HostedTokens.none())
                .assemble(List.of(elsewhere), 1, fee)
                .encoded();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> legacy.payloads(new UnsignedTx(CHAIN, bytes)))
                .withMessageContaining("chainId: 1, expected 31337");
        UnsignedTx unsigned = legacy.assemble(List.of(transfer(ONE_ETHER)), 7, fee());
        Bytes already = signed(unsigned).encoded();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> legacy.payloads(new UnsignedTx(CHAIN, already)))
                .withMessageContaining("signed already");
    }
}
