// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.COIN;
import static io.coffer.money.wallet.World.NETWORK_COIN;
import static io.coffer.money.wallet.World.NETWORK_USDT;
import static io.coffer.money.wallet.World.USDT;
import static io.coffer.money.wallet.World.block;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.spi.money.Amount;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Books that are exact to the unit although the coin has 18 decimals on its network and 8 in the ledger. */
class SettlementTest {
    private static final BigInteger LEDGER_UNIT = BigInteger.TEN.pow(10);

    private final WalletFixture fixture = new WalletFixture();

    private BigInteger rounding() {
        return fixture.total(AccountKind.ROUNDING, NETWORK_COIN, COIN);
    }

    private BigInteger custody() {
        return fixture.total(AccountKind.CUSTODY, NETWORK_COIN, COIN);
    }

    private void assertExact() {
        assertThat(custody())
                .isEqualTo(fixture.wallet.custody().units(NETWORK_COIN).divide(LEDGER_UNIT));
    }

    private static Amount units(String units) {
        return new Amount(NETWORK_COIN, new BigInteger(units));
    }

    @Test
    void convertsWithoutEverRoundingInTheCustomersFavour() {
        Conversion down = new Conversion(18, 8);
        assertThat(down.floor(new BigInteger("19999999999"))).isEqualTo(1);
        assertThat(down.ceiling(new BigInteger("10000000001"))).isEqualTo(2);
        assertThat(down.floor(new BigInteger("-1"))).isEqualTo(-1);
        assertThat(down.floor(new BigInteger("-10000000000"))).isEqualTo(-1);
        assertThat(down.ceiling(BigInteger.ZERO)).isZero();
        Conversion up = new Conversion(6, 8);
        assertThat(up.floor(BigInteger.valueOf(7))).isEqualTo(700);
        assertThat(up.ceiling(BigInteger.valueOf(7))).isEqualTo(700);
        Conversion same = new Conversion(8, 8);
        assertThat(same.floor(BigInteger.valueOf(7))).isEqualTo(7);
    }

    @Test
    void theRemainderOfADepositIsNobodysUntilItIsAWholeUnit() {
        fixture.deposit(ANNAS, units("16000000000"));
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(1);
        assertThat(rounding()).isZero();
        assertExact();

        // 1.6 and 1.6 are 3.2 units in custody, but each customer was credited one.
        fixture.deposit(BERTS, units("16000000000"));
        assertThat(fixture.customer(BERTS, COIN).total()).isEqualTo(1);
        assertThat(rounding()).isEqualTo(1);
        assertThat(custody()).isEqualTo(3);
        assertExact();
    }

    @Test
    void theCustomerPaysTheFractionOfAWithdrawal() {
        fixture.deposit(ANNAS, units("100000000000"));
        fixture.fundHotWallet(World.coin(1));
        BigInteger before = custody();
        WithdrawalId id = fixture.queue("w", ANNAS, units("15000000000"));
        assertThat(fixture.customer(ANNAS, COIN).held()).isEqualTo(2);
        fixture.send(id, WalletFixture.inSequence(0, 1));
        fixture.complete(id, World.wei(0));

        // 1.5 units left, so custody sinks by two at once, rounded down: the rest is still there.
        assertThat(fixture.customer(ANNAS, COIN).total()).isEqualTo(8);
        assertThat(before.subtract(custody())).isEqualTo(2);
        assertThat(rounding()).isZero();
        assertExact();

        WithdrawalId second = fixture.queue("w2", ANNAS, units("15000000000"));
        fixture.send(second, WalletFixture.inSequence(1, 1));
        fixture.complete(second, World.wei(0));
        assertThat(before.subtract(custody())).isEqualTo(3);
        assertThat(rounding()).isEqualTo(1);
        assertExact();
    }

    @Test
    void aTokenWithFewerDecimalsThanTheLedgerNeedsNoRounding() {
        fixture.deposit(ANNAS, Amount.of(NETWORK_USDT, 123_457));
        assertThat(fixture.customer(ANNAS, USDT).total()).isEqualTo(12_345_700);
        assertThat(fixture.total(AccountKind.ROUNDING, NETWORK_USDT, USDT)).isZero();
    }

    @Test
    void aReversalTakesTheRoundingBackToo() {
        DepositKey first = fixture.deposit(ANNAS, units("16000000000"));
        DepositKey second = fixture.deposit(BERTS, units("16000000000"));
        fixture.does(new DepositCommand.Reorged(first, block(10)));
        assertExact();
        fixture.does(new DepositCommand.Reorged(second, block(10)));

        assertThat(custody()).isZero();
        assertThat(rounding()).isZero();
        assertThat(fixture.total(AccountKind.EXPOSURE, COIN)).isZero();
    }

    @Test
    void booksStayExactOverManyOddMovements() {
        long seed = 20_260_101;
        Random random = new Random(seed);
        fixture.fundHotWallet(World.coin(1_000_000));
        BigInteger chain = World.coins(1_000_000);
        List<DepositKey> deposits = new ArrayList<>();
        long sequence = 0;
        for (int i = 0; i < 1_500; i++) {
            AccountId account = random.nextBoolean() ? ANNAS : BERTS;
            BigInteger units = new BigInteger(60, random).add(BigInteger.valueOf(1_000));
            int kind = random.nextInt(10);
            if (kind < 5) {
                deposits.add(fixture.deposit(account, new Amount(NETWORK_COIN, units)));
                chain = chain.add(units);
            } else if (kind == 5 && !deposits.isEmpty()) {
                DepositKey gone = deposits.remove(random.nextInt(deposits.size()));
                fixture.does(new DepositCommand.Reorged(gone, block(10)));
                fixture.judgeAll();
                chain = chain.subtract(fixture.deposit(gone).amount().units());
            } else if (fixture.customer(account, COIN).available().compareTo(units.divide(LEDGER_UNIT)) > 0) {
                WithdrawalId id = fixture.queue("w" + i, account, new Amount(NETWORK_COIN, units));
                fixture.send(id, WalletFixture.inSequence(sequence++, 90_000));
                boolean succeeded = random.nextInt(4) > 0;
                long fee = random.nextInt(90_000);
                fixture.does(new WithdrawalCommand.Finalized(id, block(20), succeeded, World.wei(fee)));
                chain = chain.subtract(BigInteger.valueOf(fee)).subtract(succeeded ? units : BigInteger.ZERO);
            }
            assertThat(fixture.wallet.custody().units(NETWORK_COIN))
                    .as("seed %d step %d", seed, i)
                    .isEqualTo(chain);
            assertExact();
        }
        assertThat(sequence).isGreaterThan(100);
    }
}
