// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.Rules;
import java.io.IOException;

/** Ledger and wallet as one: every command goes to the part that it concerns. */
public final class Wallet {
    private final Books books = new Books();
    private final Assets assets = new Assets();
    private final Customers customers = new Customers();
    private final Addresses addresses = new Addresses(customers);
    private final Cursors cursors = new Cursors();
    private final Custody custody = new Custody();
    private final Treasury treasury = new Treasury(addresses);
    private final Limits limits = new Limits(assets, customers);
    private final Halts halts = new Halts(assets, customers);
    private final LedgerDesk desk = new LedgerDesk(books, assets, customers, halts);
    private final Withdrawals withdrawals;
    private final Deposits deposits;

    public Wallet() {
        Settlement settlement = new Settlement(books, assets, custody);
        HouseEndings house = new HouseEndings(assets, settlement, treasury);
        Mining mining = new Mining(assets, treasury, halts, new CustomerEndings(assets, settlement), house);
        Preparations preparations = new Preparations(assets, addresses, halts);
        this.withdrawals = new Withdrawals(
                new Intake(
                        assets, customers, addresses, treasury, new Intake.Rulings(halts, limits, books, settlement)),
                new WithdrawalSteps(preparations, treasury, limits, books, mining),
                new Arrivals(house),
                treasury,
                addresses);
        this.deposits =
                new Deposits(addresses, withdrawals, new Crediting(assets, addresses, settlement, treasury, halts));
    }

    public Outcome apply(Command command, Turn turn) {
        if (command instanceof LedgerCommand ledger) {
            return desk.apply(ledger, turn);
        } else if (command instanceof DepositCommand deposit) {
            return apply(deposit, turn);
        } else if (command instanceof WithdrawalCommand withdrawal) {
            return apply(withdrawal, turn);
        } else if (command instanceof ChainCommand chain) {
            return apply(chain, turn);
        } else if (command instanceof AssetCommand asset) {
            return apply(asset, turn);
        } else if (command instanceof CustomerCommand customer) {
            return apply(customer, turn);
        } else if (command instanceof LimitCommand limit) {
            return limits.apply(limit, turn);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getName());
    }

    private Outcome apply(AssetCommand command, Turn turn) {
        if (command instanceof AssetCommand.HaltOutbound halt) {
            return halts.apply(halt, turn);
        } else if (command instanceof AssetCommand.ReleaseOutbound release) {
            return halts.apply(release, turn);
        }
        return assets.apply(command, turn);
    }

    private Outcome apply(CustomerCommand command, Turn turn) {
        if (command instanceof CustomerCommand.FreezeAccount freeze) {
            return halts.apply(freeze, turn);
        } else if (command instanceof CustomerCommand.UnfreezeAccount unfreeze) {
            return halts.apply(unfreeze, turn);
        }
        return customers.apply(command, turn);
    }

    private Outcome apply(DepositCommand command, Turn turn) {
        Outcome outcome = deposits.apply(command, turn);
        if (outcome instanceof Outcome.Done && command instanceof DepositCommand.Finalized finalized) {
            cursors.raiseFinality(
                    finalized.key().to().chain(), finalized.block().height());
        } else if (outcome instanceof Outcome.Done && command instanceof DepositCommand.Discover discover) {
            cursors.raiseFinality(discover.key().to().chain(), discover.block().height());
        }
        return outcome;
    }

    private Outcome apply(WithdrawalCommand command, Turn turn) {
        Outcome outcome = withdrawals.apply(command, turn);
        if (outcome instanceof Outcome.Done && command instanceof WithdrawalCommand.Finalized finalized) {
            withdrawals
                    .withdrawal(finalized.id())
                    .ifPresent(ended -> cursors.raiseFinality(
                            ended.request().to().chain(), finalized.block().height()));
        } else if (outcome instanceof Outcome.Done && command instanceof WithdrawalCommand.FinalizedOtherwise end) {
            withdrawals
                    .withdrawal(end.id())
                    .ifPresent(ended -> cursors.raiseFinality(
                            ended.request().to().chain(), end.block().height()));
        }
        return outcome;
    }

    private Outcome apply(ChainCommand command, Turn turn) {
        if (command instanceof ChainCommand.AdvanceCursor advance) {
            return cursors.advance(advance, turn);
        } else if (command instanceof ChainCommand.RetreatCursor retreat) {
            return cursors.retreat(retreat, turn);
        } else if (command instanceof ChainCommand.LowerFinality lower) {
            return cursors.lowerFinality(lower, turn);
        } else if (command instanceof ChainCommand.ResetCursor reset) {
            return cursors.reset(reset, turn);
        } else if (command instanceof ChainCommand.PassToken pass) {
            return cursors.pass(pass, assets);
        } else if (command instanceof ChainCommand.TokenReadAgain read) {
            return cursors.readAgain(read);
        } else if (command instanceof ChainCommand.RegisterKeyring register) {
            return addresses.register(register.keyring());
        } else if (command instanceof ChainCommand.ReserveAddress reserve) {
            return addresses.reserve(reserve);
        } else if (command instanceof ChainCommand.BindAddress bind) {
            return addresses.bind(bind.address(), turn);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getName());
    }

    /** Journaled time moved on. */
    public void advanceTo(long timeMs, Rules rules) {
        limits.advanceTo(timeMs, rules);
    }

    public Books books() {
        return books;
    }

    public Assets assets() {
        return assets;
    }

    public Customers customers() {
        return customers;
    }

    public Addresses addresses() {
        return addresses;
    }

    public Cursors cursors() {
        return cursors;
    }

    public Custody custody() {
        return custody;
    }

    public Treasury treasury() {
        return treasury;
    }

    public Limits limits() {
        return limits;
    }

    public Deposits deposits() {
        return deposits;
    }

    public Withdrawals withdrawals() {
        return withdrawals;
    }

    public Halts halts() {
        return halts;
    }

    /** Everything in its canonical form. */
    public void writeTo(BinaryOut out) {
        assets.writeTo(out);
        customers.writeTo(out);
        books.ledger().writeTo(out);
        addresses.writeTo(out);
        cursors.writeTo(out);
        custody.writeTo(out);
        treasury.writeTo(out);
        limits.writeTo(out);
        halts.writeTo(out);
        withdrawals.writeTo(out);
        deposits.writeTo(out);
    }

    /** Fills a wallet that is empty. */
    public void readFrom(BinaryIn in) throws IOException {
        assets.readFrom(in);
        customers.readFrom(in);
        books.ledger().readFrom(in);
        addresses.readFrom(in);
        cursors.readFrom(in);
        custody.readFrom(in);
        treasury.readFrom(in);
        limits.readFrom(in);
        halts.readFrom(in);
        withdrawals.readFrom(in);
        deposits.readFrom(in);
    }
}
