// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.coffer.api.node.BroughtAsset;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.wallet.DepositState;
import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.scripted.ScriptedToken;
import java.lang.ref.WeakReference;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Plugins that come, go, contradict each other, throw, hang and lie. */
class TokenPluginTest {
    private static final long UNITS = 1_000;
    private static final int FINAL = Bench.CONFIRMATIONS + 1;

    @TempDir
    Path folder;

    private TokenBench tokens;
    private Bench bench;

    @BeforeEach
    void begin() throws Exception {
        tokens = new TokenBench(folder, CreditRule.AS_ARRIVED);
        bench = tokens.bench;
    }

    @AfterEach
    void end() throws Exception {
        tokens.close();
    }

    private ScriptedToken another(int decimals) {
        return new ScriptedToken(
                Bench.CHAIN.caip2(), TokenBench.CONTRACT, TokenBench.CONTRACT, decimals, CreditRule.AS_ARRIVED);
    }

    private long cursor() {
        return tokens.status().cursor().orElseThrow().height();
    }

    private void creditedInTheEnd() {
        bench.pass(30_000);
        bench.mine(FINAL);
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(UNITS));
        assertThat(tokens.status().state()).isEqualTo(ChainStatus.State.SCANNING);
        tokens.booksAgreeWithTheChain();
    }

    private void readingWaits(String why) {
        long before = cursor();
        tokens.pay(UNITS);
        bench.mine(2);
        assertThat(cursor()).isEqualTo(before);
        assertThat(tokens.status().state()).isEqualTo(ChainStatus.State.DEGRADED);
        assertThat(tokens.reason()).contains("reading waits", tokens.plugin.id().caip19(), why);
        assertThat(tokens.reason()).doesNotContain("\n");
    }

    @Test
    void whileThePluginOfAListedTokenIsUpdatedReadingWaitsAndNothingIsLost() {
        bench.wallet.pluginLeft(tokens.plugin);
        readingWaits("no plugin brings it");
        bench.wallet.pluginArrived(another(TokenBench.DECIMALS), "token/2");
        creditedInTheEnd();
    }

    @Test
    void aNodeThatStartsWithoutThePluginWaitsForIt() throws Exception {
        bench.restartAll();
        readingWaits("no plugin brings it");
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        creditedInTheEnd();
    }

    @Test
    void withDepositsSwitchedOffReadingGoesOnWithoutAPlugin() throws Exception {
        bench.wallet.pluginLeft(tokens.plugin);
        Bench.done(tokens.list(tokens.plugin.id(), false));
        bench.node.pay(tokens.address.address().text(), 500);
        bench.mine(FINAL);
        assertThat(bench.available(tokens.account)).isEqualTo(500);
        assertThat(tokens.reason()).contains("no plugin brings it");

        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        Bench.done(tokens.list(tokens.plugin.id(), true));
        String later = tokens.pay(UNITS);
        bench.mine(FINAL);
        assertThat(tokens.deposit(later, 0)).isPresent();
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(UNITS));
    }

    private Map<NetworkAssetId, Long> passed() {
        return bench.core.read(state -> Map.copyOf(state.passedTokens(Bench.CHAIN)));
    }

    @Test
    void whatWasPaidWhileDepositsWereOffAndThePluginGoneIsFoundByItselfWhenItIsBack() throws Exception {
        bench.mine(3);
        bench.wallet.pluginLeft(tokens.plugin);
        Bench.done(tokens.list(tokens.plugin.id(), false));
        bench.mine(2);
        tokens.pay(UNITS);
        bench.mine(FINAL);
        assertThat(passed()).containsExactly(Map.entry(tokens.plugin.id(), 4L));
        assertThat(tokens.reason()).contains("read without " + tokens.plugin.id() + " from 4");

        bench.restartAll();
        bench.mine(1);
        assertThat(passed()).containsExactly(Map.entry(tokens.plugin.id(), 4L));
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        Bench.done(tokens.list(tokens.plugin.id(), true));
        bench.mine(2);
        assertThat(passed()).isEmpty();
        assertThat(tokens.reason()).doesNotContain("without");
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(UNITS));
        tokens.booksAgreeWithTheChain();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
    }

    @Test
    void withDepositsStillOffItIsReadAgainAllTheSameAndGoesToTheDesk() throws Exception {
        bench.wallet.pluginLeft(tokens.plugin);
        Bench.done(tokens.list(tokens.plugin.id(), false));
        String paid = tokens.pay(UNITS);
        bench.mine(FINAL);
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        bench.mine(2);
        assertThat(passed()).isEmpty();
        assertThat(tokens.deposit(paid, 0).orElseThrow().progress().state()).isEqualTo(DepositState.UNATTRIBUTED);
        tokens.booksAgreeWithTheChain();
    }

    @Test
    void aReadingAgainThatThePluginDoesNotSurviveBeginsAnewWhenItIsBackOnceMore() throws Exception {
        bench.wallet.configure(Bench.settings(Map.of("reorgFinal", "halt", "pageBlocks", "1")));
        bench.wallet.pluginLeft(tokens.plugin);
        Bench.done(tokens.list(tokens.plugin.id(), false));
        bench.mine(4);
        tokens.pay(UNITS);
        bench.mine(FINAL);
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        bench.supervisor().read();
        bench.supervisor().read();
        assertThat(passed()).hasSize(1);
        bench.wallet.pluginLeft(tokens.plugin);
        bench.mine(2);
        assertThat(passed()).hasSize(1);
        assertThat(tokens.balance()).isZero();
        bench.wallet.pluginArrived(tokens.plugin, "token/1");
        Bench.done(tokens.list(tokens.plugin.id(), true));
        bench.mine(2);
        assertThat(passed()).isEmpty();
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(UNITS));
        tokens.booksAgreeWithTheChain();
    }

    @Test
    void whileAllTokensAreReadNothingIsNoted() {
        tokens.pay(UNITS);
        bench.mine(FINAL);
        assertThat(passed()).isEmpty();
    }

    @Test
    void aPluginWithOtherDecimalsThanTheListingIsNotUsed() {
        bench.wallet.pluginLeft(tokens.plugin);
        bench.wallet.pluginArrived(another(8), "token/2");
        readingWaits("8 decimals, it is listed with 6");
    }

    @Test
    void aPluginWithAnotherContractThanTheListingIsNotUsed() {
        bench.wallet.pluginLeft(tokens.plugin);
        bench.wallet.pluginArrived(
                new ScriptedToken(
                        Bench.CHAIN.caip2(),
                        TokenBench.CONTRACT,
                        "scforged",
                        TokenBench.DECIMALS,
                        CreditRule.AS_LOGGED),
                "token/2");
        readingWaits("another contract: scforged");
    }

    @Test
    void ofTwoPluginsWithTheSameTokenTheFirstStaysAndTheStatusSaysSo() {
        ScriptedToken second = another(TokenBench.DECIMALS);
        second.movements = found -> List.of();
        bench.wallet.pluginArrived(second, "token/2");
        tokens.pay(UNITS);
        bench.mine(FINAL);
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(UNITS));
        assertThat(tokens.reason()).contains("is brought by token/1 and token/2: the first is used");
        assertThat(bench.wallet.assets().brought())
                .extracting(BroughtAsset::plugin, one -> one.problem().isPresent())
                .containsExactly(tuple("token/1", false), tuple("token/2", true));

        bench.wallet.pluginLeft(second);
        bench.mine(1);
        assertThat(tokens.reason()).isEmpty();
    }

    @Test
    void aPluginThatThrowsCostsItsTokenAndLosesNothing() {
        failing(found -> {
            throw new IllegalStateException("a bug in the plugin");
        });
    }

    @Test
    void aPluginThatTellsOfAnotherAssetCostsItsToken() {
        failing(found -> found.stream()
                .map(one -> new TokenMovement(
                        one.logIndex(),
                        one.from(),
                        one.to(),
                        new Amount(Bench.COIN, one.amount().units())))
                .toList());
    }

    @Test
    void aPluginThatTellsOfMovementsThatNoLogTellsOfCostsItsToken() {
        failing(found -> found.stream()
                .map(one -> new TokenMovement(7, one.from(), one.to(), one.amount()))
                .toList());
    }

    private void failing(UnaryOperator<List<TokenMovement>> fault) {
        tokens.plugin.movements = fault;
        readingWaits("its plugin failed");
        tokens.plugin.movements = UnaryOperator.identity();
        creditedInTheEnd();
    }

    @Test
    void aPluginThatDoesNotComeBackCostsItsTokenAndNotItsChain() throws Exception {
        tokens.plugin.hanging = true;
        readingWaits("its plugin failed: movements: no answer within its time limit");
        Bench.done(tokens.list(tokens.plugin.id(), false));
        bench.node.pay(tokens.address.address().text(), 500);
        bench.mine(FINAL);
        assertThat(bench.available(tokens.account)).isEqualTo(500);
    }

    @Test
    void aPluginThatCannotEvenSayWhatItBringsIsLeftAside() {
        AssetPlugin broken = new AssetPlugin() {
            @Override
            public Set<NetworkAssetId> assets() {
                throw new IllegalStateException("nothing works");
            }

            @Override
            public Optional<AssetDescriptor> describe(NetworkAssetId asset) {
                return Optional.empty();
            }
        };
        bench.wallet.pluginArrived(broken, "broken/1");
        assertThat(bench.wallet.assets().leftAside()).singleElement().asString().contains("broken/1", "nothing works");
        tokens.pay(UNITS);
        creditedInTheEnd();
        bench.wallet.pluginLeft(broken);
        assertThat(bench.wallet.assets().leftAside()).isEmpty();
    }

    @Test
    void anAdapterWithoutTokensKeepsReadingWaitingUntilTheDepositsOfTheTokenAreOff() throws Exception {
        bench.node.contracts().hosted(false);
        bench.wallet.adapterLeft(bench.adapter);
        bench.adapter = bench.newAdapter();
        bench.wallet.adapterArrived(bench.adapter);
        readingWaits("has no tokens");
        Bench.done(tokens.list(tokens.plugin.id(), false));
        bench.node.pay(tokens.address.address().text(), 500);
        bench.mine(FINAL);
        assertThat(bench.available(tokens.account)).isEqualTo(500);
        assertThat(tokens.reason()).contains("has no tokens");
    }

    @Test
    void aTokenThatIsListedWhileItsChainIsReadIsFoundFromTheNextBlockOn() throws Exception {
        ScriptedToken second = new ScriptedToken(Bench.CHAIN.caip2(), "scsecond", CreditRule.AS_LOGGED);
        bench.wallet.pluginArrived(second, "second/1");
        bench.mine(1);
        assertThat(bench.wallet.assets().brought())
                .filteredOn(one -> one.asset().equals(second.id()))
                .extracting(BroughtAsset::listed, BroughtAsset::problem)
                .containsExactly(tuple(false, Optional.empty()));
        Bench.done(tokens.list(second.id(), true));
        bench.node.payToken("scsecond", tokens.address.address().text(), 77);
        tokens.pay(UNITS);
        bench.mine(FINAL);
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(UNITS + 77));
        assertThat(tokens.custody(second)).isEqualTo(BigInteger.valueOf(77));
    }

    @Test
    void afterTwentyUpdatesNothingOfTheFormerPluginsIsKept() {
        List<WeakReference<ScriptedToken>> former = new ArrayList<>();
        ScriptedToken present = another(TokenBench.DECIMALS);
        bench.wallet.pluginArrived(present, "token/2");
        bench.wallet.pluginLeft(tokens.plugin);
        for (int i = 0; i < 20; i++) {
            tokens.pay(10);
            bench.mine(1);
            ScriptedToken next = another(TokenBench.DECIMALS);
            bench.wallet.pluginArrived(next, "token/" + (3 + i));
            bench.wallet.pluginLeft(present);
            former.add(new WeakReference<>(present));
            present = next;
        }
        bench.mine(FINAL);
        assertThat(tokens.balance()).isEqualTo(BigInteger.valueOf(200));
        for (int i = 0; i < 50 && former.stream().anyMatch(one -> one.get() != null); i++) {
            System.gc();
        }
        assertThat(former).allSatisfy(one -> assertThat(one.get()).isNull());
        assertThat(tokens.reason()).isEmpty();
    }
}
