// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.asset.AssetId;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.Balance;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.Rules;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A wallet without a journal, in the {@link World}, and the usual ways through it. */
final class WalletFixture {
    final Wallet wallet = new Wallet();
    final List<Event> events = new ArrayList<>();
    long timeMs = 1_700_000_000_000L;
    long position;
    Rules rules = Rules.NEWEST;
    private int transactions;

    WalletFixture() {
        World.founding().forEach(this::does);
    }

    Outcome apply(Command command) {
        events.clear();
        Outcome outcome = wallet.apply(command, new Turn(++position, timeMs, rules, events));
        assertThat(wallet.books().ledger().trialBalance(0).isBalanced()).isTrue();
        return outcome;
    }

    /** Applies a command that must succeed and returns its value. */
    long does(Command command) {
        Outcome outcome = apply(command);
        assertThat(outcome).as("%s", command).isInstanceOf(Outcome.Done.class);
        return ((Outcome.Done) outcome).value();
    }

    /** Applies a command that must be refused with this code and change neither books nor bytes of the state. */
    void refuses(String code, Command command) {
        byte[] before = bytes();
        assertThat(refusal(command)).isEqualTo(code);
        assertThat(events).isEmpty();
        assertThat(bytes()).isEqualTo(before);
    }

    /** The code with which a command is refused. */
    String refusal(Command command) {
        Outcome outcome = apply(command);
        assertThat(outcome).as("%s", command).isInstanceOf(Outcome.Refused.class);
        Outcome.Refused refused = (Outcome.Refused) outcome;
        assertThat(refused.refusal().message()).isNotBlank();
        assertThat(refused.refusal().nextStep()).isNotBlank();
        return refused.refusal().code();
    }

    void passTime(long ms) {
        timeMs += ms;
        wallet.advanceTo(timeMs, Rules.NEWEST);
    }

    byte[] bytes() {
        BinaryOut out = new BinaryOut();
        wallet.writeTo(out);
        return out.toByteArray();
    }

    /** A wallet read back from the bytes of this one. */
    Wallet restored() {
        try {
            Wallet copy = new Wallet();
            BinaryIn in = new BinaryIn(bytes());
            copy.readFrom(in);
            in.end();
            return copy;
        } catch (IOException broken) {
            throw new AssertionError(broken);
        }
    }

    /** An operator has looked at everything that a rule has stopped. */
    void judgeAll() {
        wallet.halts()
                .halts()
                .forEach(halt -> does(new AssetCommand.ReleaseOutbound(halt.asset(), "operator", "looked at")));
        wallet.halts()
                .frozen()
                .forEach(
                        frozen -> does(new CustomerCommand.UnfreezeAccount(frozen.account(), "operator", "looked at")));
    }

    DepositKey depositTo(Address to) {
        return new DepositKey(new TxId("tx" + ++transactions), 0, to, Optional.empty());
    }

    DepositKey depositTo(AccountId account, ChainId chain) {
        return depositTo(World.address(chain, KeyPurpose.DEPOSIT, account.equals(World.ANNAS) ? 0 : 1));
    }

    /** Takes a deposit all the way to available. */
    DepositKey deposit(Address to, Amount amount) {
        DepositKey key = depositTo(to);
        does(new DepositCommand.Observe(key, amount, World.block(10)));
        does(new DepositCommand.Finalized(key, World.block(10)));
        does(new DepositCommand.Screened(key, true, ""));
        return key;
    }

    DepositKey deposit(AccountId account, Amount amount) {
        ChainId chain = ChainId.of(amount.asset());
        return deposit(World.address(chain, KeyPurpose.DEPOSIT, account.equals(World.ANNAS) ? 0 : 1), amount);
    }

    void fundHotWallet(Amount amount) {
        deposit(World.hot(ChainId.of(amount.asset())), amount);
    }

    Deposit deposit(DepositKey key) {
        return wallet.deposits().deposit(key.id()).orElseThrow();
    }

    static WithdrawalRequest request(AccountId account, Amount amount) {
        ChainId chain = ChainId.of(amount.asset());
        NetworkAssetId fee = chain.equals(World.ACCOUNTS) ? World.NETWORK_COIN : World.NETWORK_BTC;
        return new WithdrawalRequest(
                new Payer.Customer(account),
                World.outside(chain, "shop"),
                Optional.empty(),
                amount,
                Amount.of(fee, 100_000),
                Optional.empty());
    }

    WithdrawalId withdraw(String id, AccountId account, Amount amount) {
        WithdrawalId withdrawal = new WithdrawalId(id);
        does(new WithdrawalCommand.Request(withdrawal, request(account, amount)));
        return withdrawal;
    }

    /** On to QUEUED. */
    WithdrawalId queue(String id, AccountId account, Amount amount) {
        WithdrawalId withdrawal = withdraw(id, account, amount);
        does(new WithdrawalCommand.Screened(withdrawal, true, ""));
        does(new WithdrawalCommand.Approved(withdrawal, "policy:none-required"));
        return withdrawal;
    }

    static Preparation inSequence(long sequence, long fee) {
        return new Preparation(
                World.hot(World.ACCOUNTS),
                OptionalLong.of(sequence),
                List.of(),
                new FeeQuote(World.NETWORK_COIN, BigInteger.valueOf(fee), BigInteger.ZERO, 1));
    }

    static Preparation spending(List<Utxo> inputs, long fee) {
        return new Preparation(
                World.hot(World.OUTPUTS),
                OptionalLong.empty(),
                inputs,
                new FeeQuote(World.NETWORK_BTC, BigInteger.valueOf(fee), BigInteger.ZERO, 1));
    }

    static SignedTx signed(WithdrawalId id, ChainId chain) {
        return new SignedTx(chain, new TxId("tx-" + id), Bytes.of((byte) 1, (byte) 2, (byte) 3));
    }

    /** From QUEUED to CONFIRMING in block 20. */
    void send(WithdrawalId id, Preparation preparation) {
        ChainId chain = preparation.sender().chain();
        does(new WithdrawalCommand.Prepare(id, preparation));
        does(new WithdrawalCommand.BeginSigning(id));
        does(new WithdrawalCommand.Signed(id, signed(id, chain)));
        does(new WithdrawalCommand.BeginBroadcast(id));
        does(new WithdrawalCommand.Broadcast(id));
        does(new WithdrawalCommand.Mined(id, World.block(20)));
    }

    void complete(WithdrawalId id, Amount fee) {
        does(new WithdrawalCommand.Finalized(id, World.block(20), true, fee));
    }

    BigInteger nativeFunds(Address address) {
        return nativeFunds(wallet, address);
    }

    /** What an address has free of its chain's coin. */
    static BigInteger nativeFunds(Wallet wallet, Address address) {
        return wallet.treasury()
                .funds(
                        address,
                        wallet.assets()
                                .nativeListing(address.chain())
                                .orElseThrow()
                                .asset()
                                .id());
    }

    Withdrawal withdrawal(WithdrawalId id) {
        return wallet.withdrawals().withdrawal(id).orElseThrow();
    }

    Balance balance(AccountKind kind, String owner, AssetId asset) {
        return wallet.books().ledger().balance(new LedgerAccountId(kind, owner, asset));
    }

    Balance customer(AccountId account, AssetId asset) {
        return balance(AccountKind.CUSTOMER, account.text(), asset);
    }

    BigInteger total(AccountKind kind, AssetId asset) {
        return balance(kind, "", asset).total();
    }

    BigInteger total(AccountKind kind, NetworkAssetId network, AssetId asset) {
        return balance(kind, network.caip19(), asset).total();
    }
}
