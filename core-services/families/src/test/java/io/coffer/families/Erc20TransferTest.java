// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.families.TransactionPlan.Payment;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** What the node's own codec reads of transfers of tokens. */
class Erc20TransferTest {
    private static final ChainId CHAIN = new ChainId("eip155:31337");
    private static final FamilyCodec CODEC = FamilyCodec.of("eip155").orElseThrow();

    /** An example of EIP-55. */
    private static final String TO = "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359";

    private static final String USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48";
    private static final NetworkAssetId TOKEN = new NetworkAssetId(CHAIN + "/erc20:" + USDC);
    private static final BigInteger MOST = BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE);

    @Test
    void aTransferOfATokenIsAPaymentOfThatToken() throws Exception {
        for (BigInteger units : List.of(BigInteger.ONE, BigInteger.valueOf(1_000_000), MOST)) {
            TransactionPlan plan = CODEC.decode(tx(USDC, BigInteger.ZERO, call(TO, units)));
            assertThat(plan.payments()).containsExactly(new Payment(new Address(CHAIN, TO), Optional.of(TOKEN), units));
            assertThat(plan.sequence()).hasValue(7);
            assertThat(plan.maxFee()).as("in the coin").isEqualTo(BigInteger.valueOf(30 * 65_000));
        }
    }

    @Test
    void theSignedFormSaysTheSame() throws Exception {
        UnsignedTx unsigned = tx(USDC, BigInteger.ZERO, call(TO, BigInteger.TEN));
        TransactionPlan plan = CODEC.decode(unsigned);
        SignedTx signed = CODEC.combine(
                unsigned, List.of(Signatures.sign(plan.spends().get(0).digest(), 4711)));
        assertThat(CODEC.decode(signed).plan()).isEqualTo(plan);
    }

    @Test
    @DisplayName("H44 everything else that a contract can be called with is refused")
    void h44_everyOtherCallIsRefused() {
        String good = call(TO, BigInteger.TEN);
        refuses(tx(USDC, BigInteger.ONE, good), "value: a transfer of a token moves no coin");
        refuses(tx(USDC, BigInteger.ZERO, good + "00"), "data: 69 bytes");
        refuses(tx(USDC, BigInteger.ZERO, good.substring(2)), "data: 67 bytes");
        refuses(tx(USDC, BigInteger.ZERO, good.substring(0, 72)), "data: 36 bytes");
        refuses(tx(USDC, BigInteger.ZERO, "a9059cbb"), "data: 4 bytes");
        for (String selector : List.of("095ea7b3", "23b872dd", "a9059cba", "00000000")) {
            refuses(tx(USDC, BigInteger.ZERO, selector + good.substring(8)), "no transfer of a token");
        }
        for (int digit = 8; digit < 32; digit++) {
            String above = good.substring(0, digit) + "1" + good.substring(digit + 1);
            refuses(tx(USDC, BigInteger.ZERO, above), "the receiver is no address");
        }
    }

    @Test
    @DisplayName("H44 no changed bit leaves it the same transfer")
    void h44_everyChangedBitIsRefusedOrSaysSomethingElse() throws Exception {
        UnsignedTx unsigned = tx(USDC, BigInteger.ZERO, call(TO, BigInteger.TEN));
        TransactionPlan plan = CODEC.decode(unsigned);
        int read = 0;
        for (int bit = 0; bit < unsigned.encoded().length() * 8; bit++) {
            byte[] changed = unsigned.encoded().toArray();
            changed[bit / 8] ^= (byte) (1 << (bit % 8));
            try {
                assertThat(CODEC.decode(new UnsignedTx(CHAIN, Bytes.of(changed))))
                        .isNotEqualTo(plan);
                read++;
            } catch (UnreadableTransactionException refused) {
                assertThat(refused).hasMessageContaining(":");
            }
        }
        assertThat(read).as("changes that make another transfer").isPositive();
    }

    @Test
    @DisplayName("H29 a token has one name: its contract in the spelling of EIP-55")
    void h29_aTokenHasOneName() {
        String before = CHAIN + "/erc20:";
        assertThat(CODEC.paysToken(CHAIN, TOKEN)).isTrue();
        assertThat(CODEC.paysToken(CHAIN, new NetworkAssetId(before + USDC.toLowerCase(Locale.ROOT))))
                .isFalse();
        assertThat(CODEC.paysToken(
                        CHAIN,
                        new NetworkAssetId(before + "0x" + USDC.substring(2).toUpperCase(Locale.ROOT))))
                .isFalse();
        assertThat(CODEC.paysToken(CHAIN, new NetworkAssetId(before + "0x12"))).isFalse();
        assertThat(CODEC.paysToken(CHAIN, new NetworkAssetId("eip155:1/erc20:" + USDC)))
                .isFalse();
        assertThat(CODEC.paysToken(CHAIN, new NetworkAssetId(CHAIN + "/slip44:60")))
                .isFalse();
        assertThat(CODEC.paysToken(CHAIN, new NetworkAssetId(CHAIN + "/erc721:" + USDC)))
                .isFalse();
        ChainId devnet = new ChainId("devnet:main");
        assertThat(FamilyCodec.of("devnet")
                        .orElseThrow()
                        .paysToken(devnet, new NetworkAssetId("devnet:main/erc20:" + USDC)))
                .isFalse();
    }

    private static String call(String to, BigInteger units) {
        return "a9059cbb" + "00".repeat(12) + to.substring(2).toLowerCase(Locale.ROOT) + "%064x".formatted(units);
    }

    private static UnsignedTx tx(String contract, BigInteger value, String data) {
        List<Rlp> fields = new ArrayList<>(List.of(
                Rlp.of(BigInteger.valueOf(31_337)),
                Rlp.of(BigInteger.valueOf(7)),
                Rlp.of(BigInteger.valueOf(2)),
                Rlp.of(BigInteger.valueOf(30)),
                Rlp.of(BigInteger.valueOf(65_000)),
                new Rlp.Item(Bytes.hex(contract.substring(2))),
                Rlp.of(value),
                new Rlp.Item(Bytes.hex(data)),
                new Rlp.Sequence(List.of())));
        return new UnsignedTx(CHAIN, Bytes.hex("02" + HexFormat.of().formatHex(Rlp.encode(new Rlp.Sequence(fields)))));
    }

    private static void refuses(UnsignedTx unsigned, String reason) {
        assertThatThrownBy(() -> CODEC.decode(unsigned))
                .isInstanceOf(UnreadableTransactionException.class)
                .hasMessageContaining(reason);
    }
}
