// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static io.coffer.nodes.WalletAnvil.COIN;
import static io.coffer.nodes.WalletAnvil.CONFIRMATIONS;
import static io.coffer.nodes.WalletAnvil.DECIMALS;
import static io.coffer.nodes.WalletAnvil.ETH;
import static io.coffer.nodes.WalletAnvil.ETHER;
import static io.coffer.nodes.WalletAnvil.stranger;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Attempt;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.nodes.WalletAnvil.Token;
import io.coffer.testkit.node.AnvilContract;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Withdrawals on a node that mines them, and on one that drops them or asks for more. {@code -Dwallet.seeds=n} runs what
 * is random with so many seeds, {@code -Dwallet.seed=s} with one that is known.
 */
class WalletSendsAnvilIT {
    private static final BigInteger CREDIT = ETHER.multiply(BigInteger.valueOf(10));
    private static final BigInteger UNITS = BigInteger.valueOf(1_000_000);
    private static final BigInteger GWEI = BigInteger.TEN.pow(9);
    private static final BigInteger DEAR = GWEI.multiply(BigInteger.valueOf(30));
    /** How long the wallet waits with the first replacement, where nothing was set. */
    private static final long REPLACE_AFTER_MS = 45_000;
    /** H22. */
    private static final long LIMIT_MS = 60_000;
    /** More the wallet makes only where an operator wants each. */
    private static final int MAX_ATTEMPTS = 20;

    private static final int SEEDS = Integer.getInteger("wallet.seeds", 1);

    @TempDir
    Path folder;

    private WalletAnvil wallet;
    private AccountId account;

    @BeforeEach
    void begin() throws Exception {
        wallet = WalletAnvil.start(folder);
        account = wallet.account();
        wallet.fundTreasury(CREDIT);
        wallet.credit(account, CREDIT);
    }

    @AfterEach
    void end() throws Exception {
        wallet.close();
    }

    private Withdrawal withdraw(int number) throws Exception {
        return wallet.withdraw(account, COIN, stranger(number), ETHER);
    }

    private List<Withdrawal> broadcast(int withdrawals) throws Exception {
        List<Withdrawal> all = new ArrayList<>();
        for (int i = 0; i < withdrawals; i++) {
            all.add(withdraw(i));
        }
        wallet.settle();
        for (Withdrawal one : all) {
            assertThat(wallet.state(one)).isEqualTo(WithdrawalState.BROADCAST);
        }
        return all;
    }

    private static long sequence(Attempt attempt) {
        return attempt.preparation().sequence().orElseThrow();
    }

    private boolean isPending(String transaction) throws Exception {
        return wallet.control
                .call("eth_getTransactionByHash", transaction)
                .path("blockHash")
                .isNull();
    }

    /** All have completed; each destination has one payment, and of each sequence one transaction was mined. */
    private void paidOnceEach(List<Withdrawal> withdrawals) throws Exception {
        for (int i = 0; i < withdrawals.size(); i++) {
            Withdrawal ended = wallet.withdrawal(withdrawals.get(i).id());
            assertThat(ended.state()).as("%s", ended).isEqualTo(WithdrawalState.COMPLETED);
            assertThat(wallet.control.balance(stranger(i)))
                    .as("paid to %s", stranger(i))
                    .isEqualTo(ETHER);
            assertThat(ended.attempts())
                    .extracting(WalletSendsAnvilIT::sequence)
                    .containsOnly((long) i);
            assertThat(replacements(ended)).isLessThan(MAX_ATTEMPTS);
        }
        BigInteger left = CREDIT.subtract(ETHER.multiply(BigInteger.valueOf(withdrawals.size())));
        assertThat(wallet.total(account, ETH)).isEqualTo(left);
        wallet.booksEqualTheChain();
    }

    @Test
    void coinAndTokensArriveAndTheirFeesAreExpense() throws Exception {
        Token token = wallet.list(wallet.deploy(AnvilContract.HONEST_TOKEN, "TOK", DECIMALS), "TOK");
        for (String to : new String[] {
            wallet.address(account).address().text(),
            wallet.treasury().address().text()
        }) {
            token.contract().send("mint(address,uint256)", to, UNITS);
        }
        wallet.mine(CONFIRMATIONS);
        List<Withdrawal> all = new ArrayList<>();
        BigInteger part = UNITS.divide(BigInteger.valueOf(4));
        for (int i = 0; i < 2; i++) {
            all.add(withdraw(i));
            all.add(wallet.withdraw(account, token.id(), stranger(i), part));
        }
        wallet.mineUntilAllHasEnded();

        BigInteger fees = BigInteger.ZERO;
        for (Withdrawal one : all) {
            Withdrawal ended = wallet.withdrawal(one.id());
            assertThat(ended.state()).isEqualTo(WithdrawalState.COMPLETED);
            BigInteger fee = wallet.fee(wallet.transaction(ended)).orElseThrow();
            assertThat(ended.attempt().orElseThrow().feePaid().orElseThrow().units())
                    .isEqualTo(fee);
            fees = fees.add(fee);
        }
        assertThat(wallet.expense()).isPositive().isEqualTo(fees);
        for (int i = 0; i < 2; i++) {
            assertThat(wallet.control.balance(stranger(i))).isEqualTo(ETHER);
            assertThat(wallet.held(token.id(), stranger(i))).isEqualTo(part);
        }
        assertThat(wallet.total(account, ETH)).isEqualTo(CREDIT.subtract(ETHER.add(ETHER)));
        assertThat(wallet.total(account, token.asset())).isEqualTo(UNITS.subtract(part.add(part)));
        wallet.booksEqualTheChain();
    }

    /** How often one was replaced, which must be at the same sequence and for a higher price each time. */
    private int replacements(Withdrawal withdrawal) {
        List<Attempt> attempts = wallet.withdrawal(withdrawal.id()).attempts();
        for (int i = 1; i < attempts.size(); i++) {
            assertThat(sequence(attempts.get(i))).isEqualTo(sequence(attempts.get(0)));
            assertThat(rate(attempts.get(i))).isGreaterThan(rate(attempts.get(i - 1)));
        }
        return attempts.size() - 1;
    }

    private static BigInteger rate(Attempt attempt) {
        return attempt.preparation().fee().rate();
    }

    /** Of the newest attempt. */
    private BigInteger rate(Withdrawal withdrawal) {
        return rate(wallet.withdrawal(withdrawal.id()).lastAttempt().orElseThrow());
    }

    @Test
    @DisplayName("H22 what no block takes is replaced in time, not before, and those behind it are not")
    void h22_waits() throws Exception {
        List<Withdrawal> all = broadcast(2);
        wallet.pass(REPLACE_AFTER_MS - 1_000);
        assertThat(replacements(all.get(0))).isZero();
        wallet.pass(2_000);
        assertThat(replacements(all.get(0))).isEqualTo(1);
        assertThat(replacements(all.get(1))).isZero();
        String first = wallet.transactions(all.get(0)).get(0);
        assertThat(isPending(first)).as("the node has the other in its place").isFalse();
        assertThat(isPending(wallet.transaction(all.get(0)))).isTrue();
        wallet.mineUntilAllHasEnded();
        assertThat(wallet.fee(first)).isEmpty();
        paidOnceEach(all);
    }

    @Test
    @DisplayName("H22 what is stuck below the base fee is replaced within a minute, and each is paid once")
    void h22_stuck() throws Exception {
        List<Withdrawal> all = broadcast(3);
        wallet.control.call("anvil_setNextBlockBaseFeePerGas", hex(DEAR));
        wallet.mine(1);
        for (Withdrawal one : all) {
            assertThat(rate(one)).isLessThan(DEAR);
            assertThat(wallet.fee(wallet.transaction(one)))
                    .as("it is in no block")
                    .isEmpty();
        }
        String first = wallet.transaction(all.get(0));
        long sinceMs = wallet.clock.millis();
        wallet.passUntil("it is replaced", () -> replacements(all.get(0)) == 1);
        assertThat(wallet.clock.millis() - sinceMs).isLessThanOrEqualTo(LIMIT_MS);
        assertThat(rate(all.get(0))).isGreaterThan(DEAR);
        wallet.mineUntilAllHasEnded();
        assertThat(wallet.fee(first)).isEmpty();
        paidOnceEach(all);
    }

    @Test
    @DisplayName(
            "H22 what the node has dropped is sent again by the same bytes, and those behind it follow, paid once each")
    void h22_dropped() throws Exception {
        List<Withdrawal> all = broadcast(4);
        String first = wallet.transaction(all.get(0));
        wallet.control.call("anvil_dropTransaction", first);
        wallet.mine(2);
        assertThat(wallet.ended()).isEmpty();
        assertThat(wallet.control.balance(stranger(1)))
                .as("it waits behind the gap")
                .isZero();
        long sinceMs = wallet.clock.millis();
        wallet.passUntil("it is there again", () -> isPending(first));
        assertThat(wallet.clock.millis() - sinceMs).isLessThanOrEqualTo(LIMIT_MS);
        wallet.mineUntilAllHasEnded();
        assertThat(wallet.transactions(all.get(0))).containsExactly(first);
        paidOnceEach(all);
    }

    static LongStream seeds() {
        Long known = Long.getLong("wallet.seed");
        return known != null ? LongStream.of(known) : new Random().longs(SEEDS);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    @DisplayName("H22 whatever is dropped, restarted and made dearer, and when: one payment of each arrives")
    void h22_inAnyOrder(long seed) throws Exception {
        System.out.printf("wallet-sends seed=%d%n", seed);
        Random random = new Random(seed);
        List<Withdrawal> all = broadcast(4);
        for (int i = 0; i < 10; i++) {
            Withdrawal one = all.get(random.nextInt(all.size()));
            switch (random.nextInt(5)) {
                case 0 -> wallet.control.call("anvil_dropTransaction", wallet.transaction(one));
                case 1 -> {
                    wallet.control.call("anvil_setNextBlockBaseFeePerGas", hex(DEAR));
                    wallet.mine(1);
                }
                case 2 -> {
                    var unused = wallet.wallet.bump(one.id());
                    wallet.settle();
                }
                case 3 -> wallet.restartAll();
                default -> {
                    wallet.clock.pass(1_000L * random.nextInt(90));
                    wallet.settle();
                }
            }
        }
        wallet.mineUntilAllHasEnded();
        paidOnceEach(all);
    }

    private static String hex(BigInteger wei) {
        return "0x" + wei.toString(16);
    }
}
