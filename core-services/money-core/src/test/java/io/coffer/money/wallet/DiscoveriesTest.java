// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.block;
import static io.coffer.money.wallet.World.coin;
import static io.coffer.money.wallet.World.coins;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

/** Deposits that only the balance of their address told of. */
class DiscoveriesTest {
    private static final Address TO = World.address(ACCOUNTS, KeyPurpose.DEPOSIT, 0);
    private static final BigInteger ONE_COIN = BigInteger.valueOf(100_000_000);

    private final WalletFixture fixture = new WalletFixture();

    private static DepositCommand.Discover found(Amount amount, BlockRef block) {
        return new DepositCommand.Discover(DepositKey.discovered(TO, block), amount, block, "found by the balance");
    }

    private void state(DepositKey key, DepositChainState chain, DepositState state) {
        assertThat(fixture.deposit(key).progress().chain()).isEqualTo(chain);
        assertThat(fixture.deposit(key).progress().state()).isEqualTo(state);
    }

    private BigInteger suspense() {
        return fixture.total(AccountKind.SUSPENSE, COIN);
    }

    @Test
    void isADepositForTheDeskInSuspenseAndCanBeSwept() {
        DepositCommand.Discover found = found(coin(2), block(7));
        fixture.does(found);
        assertThat(fixture.events).last().isInstanceOf(Event.DepositChanged.class);
        state(found.key(), DepositChainState.FINAL, DepositState.UNATTRIBUTED);
        assertThat(fixture.deposit(found.key()).account()).contains(ANNAS);
        assertThat(fixture.deposit(found.key()).progress().reason()).contains("found by the balance");
        assertThat(suspense()).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
        assertThat(fixture.customer(ANNAS, COIN).total()).isZero();
        assertThat(fixture.wallet.custody().units(NETWORK_COIN)).isEqualTo(coins(2));
        assertThat(fixture.nativeFunds(TO)).isEqualTo(coins(2));
        assertThat(fixture.wallet.cursors().finalHeight(ACCOUNTS)).hasValue(7);
        fixture.does(found);
        assertThat(fixture.events).isEmpty();
        fixture.refuses("deposit.state", found(coin(3), block(7)));
        assertThat(fixture.restored().deposits().deposit(found.key().id())).isPresent();
    }

    @Test
    void isTakenBackWithItsBlockAndMayBeFoundThereAgain() {
        DepositCommand.Discover found = found(coin(2), block(7));
        fixture.does(found);
        fixture.does(new DepositCommand.Reorged(found.key(), block(7)));
        state(found.key(), DepositChainState.VANISHED, DepositState.PENDING);
        assertThat(suspense()).isZero();
        assertThat(fixture.nativeFunds(TO)).isZero();
        assertThat(fixture.wallet.halts().halts()).isEmpty();
        fixture.does(found(coin(1), block(7, "x")));
        state(found.key(), DepositChainState.FINAL, DepositState.UNATTRIBUTED);
        assertThat(suspense()).isEqualTo(ONE_COIN);
    }

    @Test
    void whatIsReportedLaterUpToItsBlockIsNotTakenTwice() {
        fixture.does(found(coin(2), block(7)));
        DepositKey late = fixture.depositTo(TO);
        fixture.does(new DepositCommand.Observe(late, coin(2), block(7)));
        fixture.does(new DepositCommand.Finalized(late, block(7)));
        state(late, DepositChainState.FINAL, DepositState.UNATTRIBUTED);
        assertThat(fixture.deposit(late).progress().reason().orElseThrow())
                .contains(DepositKey.discovered(TO, block(7)).id());
        assertThat(suspense()).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
        assertThat(fixture.customer(ANNAS, COIN).total()).isZero();
        assertThat(fixture.nativeFunds(TO)).isEqualTo(coins(2));
        assertThat(fixture.wallet.deposits().outsideBooks(TO, NETWORK_COIN)).isZero();
        assertThat(fixture.restored().deposits().outsideBooks(TO, NETWORK_COIN)).isZero();
    }

    @Test
    void whatComesInALaterBlockIsCredited() {
        fixture.does(found(coin(2), block(7)));
        fixture.deposit(TO, coin(1));
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(ONE_COIN);
        assertThat(fixture.nativeFunds(TO)).isEqualTo(coins(3));
    }

    @Test
    void afterBothBlocksAreRemovedTheMovementIsCreditedByItself() {
        fixture.does(found(coin(2), block(7)));
        DepositKey late = fixture.depositTo(TO);
        fixture.does(new DepositCommand.Observe(late, coin(2), block(6)));
        fixture.does(new DepositCommand.Finalized(late, block(6)));
        fixture.does(new DepositCommand.Reorged(late, block(6)));
        state(late, DepositChainState.REORGED, DepositState.PENDING);
        assertThat(suspense()).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
        fixture.does(new DepositCommand.Reorged(DepositKey.discovered(TO, block(7)), block(7)));
        assertThat(fixture.nativeFunds(TO)).isZero();
        fixture.does(new DepositCommand.Observe(late, coin(2), block(6, "x")));
        fixture.does(new DepositCommand.Finalized(late, block(6, "x")));
        fixture.does(new DepositCommand.Screened(late, true, ""));
        assertThat(fixture.customer(ANNAS, COIN).available()).isEqualTo(ONE_COIN.multiply(BigInteger.TWO));
        assertThat(fixture.nativeFunds(TO)).isEqualTo(coins(2));
    }

    @Test
    void isRefusedWhileADepositUpToThereIsUnderWay() {
        DepositKey open = fixture.depositTo(TO);
        fixture.does(new DepositCommand.Observe(open, coin(1), block(7)));
        fixture.refuses("deposit.under-way", found(coin(1), block(7)));
        fixture.does(found(coin(1), block(6)));
    }

    @Test
    void theNameOfADiscoveryIsNoTransactionThatCanBeObserved() {
        fixture.refuses(
                "deposit.state", new DepositCommand.Observe(DepositKey.discovered(TO, block(7)), coin(1), block(7)));
        assertThatThrownBy(() -> new DepositCommand.Discover(fixture.depositTo(TO), coin(1), block(7), "found"))
                .hasMessageContaining("key");
        assertThatThrownBy(() -> found(Amount.zero(NETWORK_COIN), block(7))).hasMessageContaining("zero");
    }

    @Test
    void whatWaitsForAVerdictOrCannotBeBookedIsOutsideTheBooks() {
        DepositKey waiting = fixture.depositTo(TO);
        fixture.does(new DepositCommand.Observe(waiting, coin(1), block(7)));
        assertThat(fixture.wallet.deposits().outsideBooks(TO, NETWORK_COIN)).isZero();
        fixture.does(new DepositCommand.Finalized(waiting, block(7)));
        assertThat(fixture.wallet.deposits().outsideBooks(TO, NETWORK_COIN)).isEqualTo(coins(1));
        assertThat(fixture.restored().deposits().outsideBooks(TO, NETWORK_COIN)).isEqualTo(coins(1));
        fixture.does(new DepositCommand.Screened(waiting, true, ""));
        assertThat(fixture.wallet.deposits().outsideBooks(TO, NETWORK_COIN)).isZero();
        NetworkAssetId spam = new NetworkAssetId(ACCOUNTS.caip2() + "/token:spam");
        DepositKey unlisted = fixture.depositTo(TO);
        fixture.does(new DepositCommand.Observe(unlisted, Amount.of(spam, 5), block(8)));
        fixture.does(new DepositCommand.Finalized(unlisted, block(8)));
        assertThat(fixture.wallet.deposits().outsideBooks(TO, spam)).isEqualTo(5);
        fixture.does(new DepositCommand.Reorged(unlisted, block(8)));
        assertThat(fixture.wallet.deposits().outsideBooks(TO, spam)).isZero();
    }
}
