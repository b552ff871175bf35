// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.Sweep;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.asset.CreditRule;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What cannot be swept keeps nothing else from being swept, though a look asks for two quotes only. */
class SweepTurnTest {
    private static final int FINAL = Bench.CONFIRMATIONS + 1;
    /** More than a look has quotes for. */
    private static final int MANY = 6;

    private static final List<String> BEGUN = List.of("sweep.begun", "sweep.under-way");

    private static final int RICH = 210;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;

    @BeforeEach
    void begin() throws Exception {
        tokens = new TokenBench(folder, CreditRule.AS_LOGGED);
        bench = tokens.bench;
        tokens.allowWithdrawals();
        bench.fundHotWallet(100_000);
    }

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    /** One transfer, and so two quotes, a look. */
    private void sweep() throws Exception {
        bench.wallet.configure(ChainSettingsForm.read(Map.of(
                "chain",
                Bench.CHAIN.caip2(),
                "sweep.threshold.TOK",
                "0.0005",
                "sweep.threshold.SCR",
                "0.0001",
                "sweep.batch",
                "1")));
    }

    /** Addresses with tokens and no coin, the richest first. */
    private List<OwnAddress> tokensAt(int count) throws Exception {
        List<OwnAddress> addresses = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            OwnAddress address = bench.address(tokens.account);
            bench.node.payToken(TokenBench.CONTRACT, address.address().text(), 2_000 - i);
            addresses.add(address);
        }
        bench.mine(FINAL);
        return addresses;
    }

    private OwnAddress coinAt(long units) throws Exception {
        OwnAddress address = bench.address(tokens.account);
        bench.node.pay(address.address().text(), units);
        bench.mine(FINAL);
        return address;
    }

    private String shown(OwnAddress address) {
        return bench.wallet.sweeps(Bench.CHAIN).stream()
                .filter(sweep -> sweep.from().equals(address.address()))
                .map(Sweep::code)
                .findFirst()
                .orElse("nothing");
    }

    private long coinsOf(OwnAddress address) {
        return bench.node.balance(address.address().text()).longValueExact();
    }

    private void sweepAll() {
        for (int i = 0; i < 60; i++) {
            bench.pass(6_000);
            bench.mine(1);
        }
    }

    private void allTokensAreSwept(List<OwnAddress> addresses) {
        for (OwnAddress address : addresses) {
            assertThat(bench.node.tokens(
                            TokenBench.CONTRACT,
                            address.address().text(),
                            bench.node.head().height()))
                    .isEqualTo(BigInteger.ZERO);
        }
        tokens.booksAgreeWithTheChain();
    }

    @Test
    void addressesWithoutGasDoNotKeepTheCoinThatWouldPayForIt() throws Exception {
        OwnAddress coin = coinAt(100_000);
        Withdrawal withdrawal = bench.withdraw(tokens.account, "scthere", 99_980);
        bench.mine(FINAL);
        assertThat(bench.state(withdrawal)).isEqualTo(WithdrawalState.COMPLETED);
        List<OwnAddress> without = tokensAt(MANY);
        sweep();
        bench.pass(6_000);
        assertThat(shown(without.get(0))).isEqualTo("hot-wallet.insufficient");
        for (int i = 0; i < 12 && !BEGUN.contains(shown(coin)); i++) {
            bench.pass(1_000);
        }
        assertThat(shown(coin)).as("has its turn at the second look").isIn(BEGUN);
        sweepAll();
        assertThat(coinsOf(coin)).isLessThan(100);
        allTokensAreSwept(without);
    }

    @Test
    void transfersThatTheTokenRefusesDoNotKeepTheOthers() throws Exception {
        OwnAddress coin = coinAt(50_000);
        List<OwnAddress> paused = tokensAt(MANY);
        bench.faults.always(Call.QUOTE, Fault.REFUSED);
        sweep();
        sweepAll();
        assertThat(coinsOf(coin)).isLessThan(100);
        assertThat(paused).allMatch(address -> shown(address).equals("adapter.failed"));
        bench.faults.none();
        sweepAll();
        allTokensAreSwept(paused);
    }

    @Test
    void aQuoteThatTimesOutIsNotTheFirstAtTheNextLook() throws Exception {
        List<OwnAddress> addresses = tokensAt(2);
        bench.faults.next(Call.QUOTE, Fault.HANG);
        sweep();
        for (int i = 0; i < 20 && shown(addresses.get(0)).equals("nothing"); i++) {
            bench.pass(1_000);
        }
        assertThat(shown(addresses.get(0))).isEqualTo("adapter.failed");
        assertThat(shown(addresses.get(1))).isEqualTo("nothing");
        for (int i = 0; i < 20 && shown(addresses.get(1)).equals("nothing"); i++) {
            bench.pass(1_000);
        }
        assertThat(shown(addresses.get(1))).isIn(BEGUN);
        assertThat(shown(addresses.get(0))).as("rests").isEqualTo("adapter.failed");
        sweepAll();
        allTokensAreSwept(addresses);
    }

    /** The richest two hundred are looked at each time; what none of them can move must not hide the others. */
    @Test
    void moreThanTwoHundredThatTheContractHasBarredDoNotHideThePoorer() throws Exception {
        List<OwnAddress> all = tokensAt(RICH + 3);
        all.subList(0, RICH)
                .forEach(barred -> bench.node.contracts().bar(barred.address().text()));
        List<OwnAddress> poorer = all.subList(RICH, RICH + 3);
        bench.wallet.configure(ChainSettingsForm.read(
                Map.of("chain", Bench.CHAIN.caip2(), "sweep.threshold.TOK", "0.0005", "sweep.batch", "20")));
        int rounds = 0;
        while (rounds++ < 150
                && poorer.stream().anyMatch(address -> tokensOf(address).signum() > 0)) {
            bench.pass(6_000);
            bench.mine(1);
        }
        sweepAll();
        allTokensAreSwept(poorer);
        assertThat(all.subList(0, RICH)).allMatch(address -> tokensOf(address).signum() > 0);
    }

    /** The coin beside a token is not swept by itself: that must not keep the page of the coin from turning. */
    @Test
    void coinThatWaitsBesideTokensDoesNotHidePoorerCoin() throws Exception {
        List<OwnAddress> rich = tokensAt(RICH);
        for (OwnAddress address : rich) {
            bench.node.contracts().bar(address.address().text());
            bench.node.pay(address.address().text(), 90_000);
        }
        bench.mine(FINAL);
        OwnAddress poorer = coinAt(20_000);
        bench.wallet.configure(ChainSettingsForm.read(Map.of(
                "chain",
                Bench.CHAIN.caip2(),
                "sweep.threshold.TOK",
                "0.0005",
                "sweep.threshold.SCR",
                "0.0001",
                "sweep.batch",
                "20")));
        for (int i = 0; i < 100 && coinsOf(poorer) > 100; i++) {
            bench.pass(6_000);
            bench.mine(1);
        }
        assertThat(coinsOf(poorer)).isLessThan(100);
    }

    private BigInteger tokensOf(OwnAddress address) {
        return bench.node.tokens(
                TokenBench.CONTRACT, address.address().text(), bench.node.head().height());
    }
}
