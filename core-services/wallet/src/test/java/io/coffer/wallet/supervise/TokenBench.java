// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.api.node.Answer;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Wallets;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.scripted.ScriptedToken;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Optional;

/** A bench whose chain has a token, listed from the beginning. */
final class TokenBench implements AutoCloseable {
    static final String CONTRACT = "sctoken";
    static final AssetId TOK = new AssetId("TOK");
    static final int DECIMALS = 6;

    final Bench bench;
    final ScriptedToken plugin;
    final AccountId account;
    final OwnAddress address;

    TokenBench(Path folder, CreditRule rule) throws Exception {
        this.bench = new Bench(folder, false);
        this.plugin = new ScriptedToken(Bench.CHAIN.caip2(), CONTRACT, rule);
        bench.settle();
        bench.wallet.pluginArrived(plugin, "token/1");
        Bench.done(bench.wallet.wallets().listAsset(bench.nextKey(), new Asset(TOK, DECIMALS)));
        Bench.done(list(plugin.id(), true));
        this.account = bench.account();
        this.address = bench.address(account);
        bench.settle();
    }

    Answer<NetworkListing> list(NetworkAssetId id, boolean deposits) throws Exception {
        return list(id, DECIMALS, deposits);
    }

    Answer<NetworkListing> list(NetworkAssetId id, int decimals, boolean deposits) throws Exception {
        return bench.wallet
                .wallets()
                .listOnNetwork(
                        bench.nextKey(),
                        new NetworkListing(new NetworkAsset(id, decimals), TOK, Amount.zero(id), deposits, true));
    }

    NetworkListing listing() {
        return bench.core.read(state -> state.listing(plugin.id())).orElseThrow();
    }

    String pay(long units) {
        return bench.node.payToken(CONTRACT, address.address().text(), units);
    }

    Optional<Deposit> deposit(String tx, int logIndex) {
        DepositKey key = new DepositKey(new TxId(tx), 1 + logIndex, address.address(), Optional.empty());
        return bench.core.read(state -> state.deposit(key.id()));
    }

    BigInteger balance() {
        return bench.core.read(state -> state.balance(new LedgerAccountId(AccountKind.CUSTOMER, account.text(), TOK))
                .total());
    }

    void allowWithdrawals() throws Exception {
        bench.allowWithdrawals();
        Money plenty = new Money(TOK, BigInteger.TEN.pow(30));
        Bench.done(bench.wallet
                .wallets()
                .setLimit(bench.nextKey(), new LimitRule(new LimitRuleId("tok"), Optional.empty(), plenty, plenty)));
    }

    Withdrawal withdraw(String to, long units) throws Exception {
        return Bench.done(bench.wallet
                .wallets()
                .withdraw(
                        bench.nextKey(),
                        new Wallets.Order(
                                account,
                                plugin.id(),
                                to,
                                BigInteger.valueOf(units),
                                Optional.of(BigInteger.valueOf(1_000)),
                                Optional.empty())));
    }

    ChainStatus status() {
        return bench.status();
    }

    String reason() {
        return bench.status().reason().orElse("");
    }

    BigInteger custody(ScriptedToken token) {
        return bench.core.read(state -> state.custody(token.id()));
    }

    BigInteger onChain() {
        BigInteger sum = BigInteger.ZERO;
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : bench.addresses(purpose)) {
                sum = sum.add(bench.node.tokens(
                        CONTRACT, own.address().text(), bench.node.head().height()));
            }
        }
        return sum;
    }

    void booksAgreeWithTheChain() {
        assertThat(custody(plugin)).isEqualTo(onChain());
        assertThat(bench.custody()).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
    }

    @Override
    public void close() throws Exception {
        bench.close();
    }
}
