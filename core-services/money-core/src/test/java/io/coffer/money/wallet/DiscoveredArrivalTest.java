// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.coins;
import static io.coffer.money.wallet.World.wei;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.money.rules.Rules;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import java.math.BigInteger;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** More of what a transfer of the house brought is seen after its end, and the balance has told of it meanwhile. */
class DiscoveredArrivalTest {
    private static final Address HOT = World.hot(ACCOUNTS);
    private static final Address ANNA = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0);
    private static final WithdrawalId GAS = new WithdrawalId("g1");
    private static final BigInteger ONE_COIN = BigInteger.valueOf(100_000_000);

    private final WalletFixture fixture = new WalletFixture();

    private static DepositCommand.Observe arrival(int position, long coins, BlockRef in) {
        return new DepositCommand.Observe(
                new DepositKey(WalletFixture.signed(GAS, ACCOUNTS).id(), position, ANNA, Optional.empty()),
                coin(coins),
                in);
    }

    /** One coin was brought in block 20 as gas, and the transaction brought two more that nobody told of. */
    private void gasIsThere() {
        fixture.fundHotWallet(coin(5));
        fixture.does(new WithdrawalCommand.Request(
                GAS,
                new WithdrawalRequest(
                        new Payer.House(HOT, HousePurpose.GAS),
                        ANNA,
                        Optional.empty(),
                        coin(1),
                        wei(1_000),
                        Optional.empty())));
        fixture.send(GAS, WalletFixture.inSequence(0, 500));
        fixture.does(arrival(0, 1, block(20)));
        fixture.does(new WithdrawalCommand.Finalized(GAS, block(20), true, wei(300)));
    }

    private void discover(long height) {
        fixture.does(new DepositCommand.Discover(
                DepositKey.discovered(ANNA, block(height)), coin(2), block(height), "found by the balance"));
    }

    private BigInteger custody() {
        return fixture.wallet.custody().units(NETWORK_COIN);
    }

    private static BigInteger withoutFee(long coins) {
        return coins(coins).subtract(BigInteger.valueOf(300));
    }

    @Test
    void isNotBookedTwice() {
        gasIsThere();
        discover(22);
        assertThat(custody()).isEqualTo(withoutFee(7));
        fixture.does(arrival(1, 2, block(20)));
        fixture.does(arrival(1, 2, block(20)));
        assertThat(custody()).isEqualTo(withoutFee(7));
        assertThat(fixture.nativeFunds(ANNA)).isEqualTo(coins(3));
        assertThat(fixture.total(AccountKind.SUSPENSE, COIN)).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
        assertThat(fixture.total(AccountKind.GAS_EXPENSE, NETWORK_COIN, COIN))
                .isBetween(BigInteger.ZERO, BigInteger.ONE);
    }

    @Test
    void isBookedWhereTheBalanceHasToldOfNothingUpToItsBlock() {
        gasIsThere();
        discover(19);
        fixture.does(arrival(1, 2, block(20)));
        assertThat(custody()).as("two were there before").isEqualTo(withoutFee(9));
        assertThat(fixture.nativeFunds(ANNA)).isEqualTo(coins(5));
    }

    @Test
    void isBookedOnceTheDiscoveryIsTakenBackAndItIsSeenAgain() {
        gasIsThere();
        discover(22);
        fixture.does(arrival(1, 2, block(20)));
        fixture.does(new DepositCommand.Reorged(DepositKey.discovered(ANNA, block(22)), block(22)));
        assertThat(custody()).isEqualTo(withoutFee(5));
        fixture.does(arrival(1, 2, block(20)));
        assertThat(custody()).isEqualTo(withoutFee(7));
    }

    @Test
    void goesWithTheTransferAndTheDiscoveryWhenBothBlocksAreRemoved() {
        gasIsThere();
        discover(20);
        fixture.does(arrival(1, 2, block(20)));
        fixture.does(new DepositCommand.Reorged(DepositKey.discovered(ANNA, block(20)), block(20)));
        fixture.does(new WithdrawalCommand.Reopened(GAS, block(20)));
        assertThat(custody()).isEqualTo(coins(5));
        assertThat(fixture.nativeFunds(ANNA)).isZero();
        assertThat(fixture.total(AccountKind.SUSPENSE, COIN)).isZero();
    }

    @Test
    void whatIsKnownWithAnotherAmountIsStillAContradiction() {
        gasIsThere();
        discover(22);
        fixture.refuses("deposit.amount", arrival(0, 2, block(20)));
    }

    /** What was journaled by the first rules is replayed by them. */
    @Test
    void byTheFirstRulesItWasBookedTwice() {
        fixture.rules = Rules.version(1).orElseThrow();
        gasIsThere();
        discover(22);
        fixture.does(arrival(1, 2, block(20)));
        assertThat(custody()).isEqualTo(withoutFee(9));
    }
}
