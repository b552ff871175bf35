// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class AssetValuesTest {
    private static final ChainId CHAIN = new ChainId("devnet:lab");
    private static final NetworkAssetId TOKEN = new NetworkAssetId("devnet:lab/token:one");
    private static final Address ALICE = new Address(CHAIN, "alice");
    private static final Address BOB = new Address(CHAIN, "bob");

    @Test
    void aSymbolIsOneToSixteenCharactersForPeople() {
        NetworkAsset asset = new NetworkAsset(TOKEN, 6);
        for (String good : List.of("A", "USDC.e", "stETH", "1INCH", "A234567890123456")) {
            assertThat(new AssetDescriptor(asset, good, AssetKind.TOKEN).symbol())
                    .isEqualTo(good);
        }
        for (String bad : List.of("", "-A", "US DC", "A2345678901234567", "USD\u20ae", "A\n", "\u001b[1m")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new AssetDescriptor(asset, bad, AssetKind.TOKEN))
                    .withMessageStartingWith("symbol: ");
        }
    }

    @Test
    void aLogKeepsItsTopicsWhateverBecomesOfTheList() {
        List<Bytes> topics = new ArrayList<>(List.of(Bytes.hex("01")));
        ContractLog log = new ContractLog(0, ALICE, topics, Bytes.EMPTY);
        topics.clear();
        assertThat(log.topics()).containsExactly(Bytes.hex("01"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContractLog(-1, ALICE, List.of(), Bytes.EMPTY))
                .withMessage("index: -1 is negative");
    }

    @Test
    void aMovementMovesSomethingToSomebodyElse() {
        Amount one = Amount.of(TOKEN, 1);
        assertThat(new TokenMovement(0, ALICE, BOB, one).amount()).isEqualTo(one);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenMovement(-1, ALICE, BOB, one))
                .withMessageStartingWith("logIndex: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenMovement(0, ALICE, BOB, Amount.zero(TOKEN)))
                .withMessageStartingWith("amount: ");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TokenMovement(0, ALICE, ALICE, one))
                .withMessageStartingWith("to: ");
    }

    @Test
    void aCallIsShort() {
        Bytes longest = Bytes.of(new byte[ContractCall.MAX_DATA]);
        assertThat(new ContractCall(ALICE, longest).data()).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ContractCall(ALICE, Bytes.of(new byte[ContractCall.MAX_DATA + 1])))
                .withMessageStartingWith("data: ");
    }

    @Test
    @DisplayName("H07 a token that logs 100 while 95 arrive is credited with 95 where arrivals count")
    void h07_theSmallerIsCredited() {
        Amount hundred = Amount.of(TOKEN, 100);
        Amount less = Amount.of(TOKEN, 95);
        assertThat(CreditRule.AS_ARRIVED.credited(hundred, less)).isEqualTo(less);
        assertThat(CreditRule.AS_ARRIVED.credited(less, hundred)).isEqualTo(less);
        assertThat(CreditRule.AS_ARRIVED.credited(hundred, hundred)).isEqualTo(hundred);
        assertThat(CreditRule.AS_ARRIVED.credited(hundred, Amount.zero(TOKEN)).isZero())
                .isTrue();
        assertThat(CreditRule.AS_LOGGED.credited(hundred, less)).isEqualTo(hundred);
        Amount other = Amount.of(new NetworkAssetId("devnet:lab/token:two"), 95);
        for (CreditRule rule : CreditRule.values()) {
            assertThatIllegalArgumentException().isThrownBy(() -> rule.credited(hundred, other));
        }
    }
}
