// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.MoneyState.FinalDeposits;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.DepositState;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.ledger.DenseIndex;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.money.wallet.DepositEntry.Placement;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** All deposits, and how commands move them along. A deposit at rest takes some 350 bytes, for ever. */
public final class Deposits {
    private static final Pattern ID = Pattern.compile("dep_[0-9a-f]{32}");

    private final Shelf<DepositEntry> shelf = new Shelf<>(DepositEntry.FORM);
    private final SetAsides setAside = new SetAsides();

    /** Both are worked out from the shelf. */
    private final OutsideBooks outside = new OutsideBooks();

    private final Discoveries discoveries = new Discoveries();

    private final Addresses addresses;
    private final Withdrawals withdrawals;
    private final Crediting crediting;

    Deposits(Addresses addresses, Withdrawals withdrawals, Crediting crediting) {
        this.addresses = addresses;
        this.withdrawals = withdrawals;
        this.crediting = crediting;
    }

    public Outcome apply(DepositCommand command, Turn turn) {
        if (command instanceof DepositCommand.Observe observe) {
            return observe(observe, turn);
        } else if (command instanceof DepositCommand.Discover discover) {
            return discover(discover, turn);
        } else if (command instanceof DepositCommand.SetAside aside) {
            return setAside(aside, turn);
        }
        int number = shelf.find(key(command.key().id()));
        if (number == DenseIndex.ABSENT) {
            return RefusalCode.DEPOSIT_UNKNOWN.refuse(
                    "deposit " + command.key().id() + " was never observed", "observe it first");
        }
        if (command instanceof DepositCommand.Reorged reorged) {
            return reorged(number, reorged, turn);
        } else if (command instanceof DepositCommand.Vanished) {
            return vanished(number, turn);
        } else if (command instanceof DepositCommand.Finalized finalized) {
            return finalized(number, finalized, turn);
        } else if (command instanceof DepositCommand.Screened screened) {
            return screened(number, screened, turn);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getName());
    }

    private Outcome observe(DepositCommand.Observe observe, Turn turn) {
        DepositKey key = observe.key();
        Optional<Outcome.Refused> misfit = misfit(observe);
        if (misfit.isPresent()) {
            return misfit.get();
        }
        OwnAddress to = addresses.find(key.to()).orElseThrow();
        if (turn.rules().discoveriesCoverArrivals() && isDiscovered(observe)) {
            return Outcome.DONE;
        }
        Optional<Outcome> ours = withdrawals.note(to, observe, turn);
        if (ours.isPresent()) {
            return ours.get();
        }
        int number = shelf.find(key(key.id()));
        return number == DenseIndex.ABSENT ? detect(observe, to, turn) : observeAgain(number, observe, turn);
    }

    /**
     * Whether it is more of what a transfer of the house brought that has ended, and the balance of the address has told
     * of it since: it is in the books, and nothing is kept of it, so that it is seen anew if that is taken back.
     */
    private boolean isDiscovered(DepositCommand.Observe observe) {
        return withdrawals.isLateArrival(observe)
                && discoveries
                        .covering(observe.key().to(), observe.amount().asset(), observe.block())
                        .isPresent();
    }

    /** Why this cannot be a deposit at all. */
    private Optional<Outcome.Refused> misfit(DepositCommand.Observe observe) {
        if (observe.key().isDiscovered()) {
            return Optional.of(RefusalCode.DEPOSIT_STATE.refuse(
                    observe.key().tx() + " is the id of no transaction", "check the chain's node and adapter"));
        }
        return misfit(observe.key().to(), observe.amount()).or(() -> nothing(observe));
    }

    /** Only of a transfer of the house may it be known that it brought nothing. */
    private Optional<Outcome.Refused> nothing(DepositCommand.Observe observe) {
        return observe.amount().isZero() && !withdrawals.isArrival(observe)
                ? Optional.of(RefusalCode.DEPOSIT_ZERO.refuse(
                        "nothing moved to " + observe.key().to() + " as "
                                + observe.key().id(),
                        "report what moved something; only a transfer of the house may be known to have brought"
                                + " nothing"))
                : Optional.empty();
    }

    private Optional<Outcome.Refused> misfit(Address to, Amount amount) {
        if (addresses.find(to).isEmpty()) {
            return Optional.of(RefusalCode.DEPOSIT_ADDRESS_UNKNOWN.refuse(
                    to + " is no address of ours", "report movements to our own addresses only"));
        }
        if (!amount.asset().chain().equals(to.chain().caip2())) {
            return Optional.of(RefusalCode.DEPOSIT_ASSET.refuse(
                    amount.asset() + " is not on " + to.chain(), "report it on its own chain"));
        }
        return Optional.empty();
    }

    private Outcome discover(DepositCommand.Discover discover, Turn turn) {
        Optional<Outcome.Refused> refused =
                misfit(discover.key().to(), discover.amount()).or(() -> underWay(discover));
        if (refused.isPresent()) {
            return refused.get();
        }
        int number = shelf.find(key(discover.key().id()));
        if (number != DenseIndex.ABSENT && shelf.at(number).chain() != DepositChainState.VANISHED) {
            Deposit known = shelf.at(number).deposit();
            return known.block().equals(discover.block()) && known.amount().equals(discover.amount())
                    ? Outcome.DONE
                    : RefusalCode.DEPOSIT_STATE.refuse(
                            "it was discovered in block " + known.block() + " with "
                                    + known.amount().units() + " units",
                            "report the removal of that block first, or compare at a later one");
        }
        DepositEntry before = number == DenseIndex.ABSENT
                ? fresh(discover, turn)
                : shelf.at(number).at(discover.block(), discover.amount());
        DepositEntry found = crediting.discovered(before, discover.reason(), turn);
        keep(number == DenseIndex.ABSENT ? shelf.add(key(discover.key().id()), before) : number, found, turn);
        return Outcome.DONE;
    }

    private DepositEntry fresh(DepositCommand.Discover discover, Turn turn) {
        Address to = discover.key().to();
        Deposit deposit = new Deposit(
                discover.key(),
                addresses.find(to).orElseThrow().account(),
                discover.amount(),
                discover.block(),
                new Deposit.Progress(DepositChainState.VANISHED, DepositState.PENDING, 0, Optional.empty()),
                turn.timeMs());
        return new DepositEntry(deposit, Placement.NONE, BigInteger.ZERO);
    }

    /** Whatever is to come of it may be in the balance already. */
    private Optional<Outcome.Refused> underWay(DepositCommand.Discover discover) {
        Address to = discover.key().to();
        return shelf.open(to.chain()).stream()
                .map(DepositEntry::deposit)
                .filter(deposit -> deposit.key().to().equals(to)
                        && deposit.amount().asset().equals(discover.amount().asset())
                        && deposit.progress().chain() != DepositChainState.FINAL
                        && deposit.block().height() <= discover.block().height())
                .findFirst()
                .map(deposit -> RefusalCode.DEPOSIT_UNDER_WAY.refuse(
                        "deposit " + deposit.key().id() + " to the same address is "
                                + deposit.progress().chain() + " in block " + deposit.block(),
                        "compare again when it is at rest"));
    }

    private Outcome setAside(DepositCommand.SetAside aside, Turn turn) {
        DepositCommand.Observe sighting = aside.sighting();
        int number = shelf.find(key(aside.key().id()));
        boolean refused = misfit(sighting).isPresent()
                || withdrawals.contradiction(sighting).isPresent()
                || (number != DenseIndex.ABSENT
                        && contradiction(shelf.at(number), sighting).isPresent());
        if (!refused) {
            return RefusalCode.DEPOSIT_OBSERVABLE.refuse(
                    "nothing keeps " + aside.key().id() + " in block " + aside.block() + " from being observed",
                    "resume the chain");
        }
        setAside.add(aside, turn);
        return Outcome.DONE;
    }

    private Outcome detect(DepositCommand.Observe observe, OwnAddress to, Turn turn) {
        Deposit deposit = new Deposit(
                observe.key(),
                to.account(),
                observe.amount(),
                observe.block(),
                new Deposit.Progress(DepositChainState.CONFIRMING, DepositState.PENDING, 0, Optional.empty()),
                turn.timeMs());
        shelf.add(key(deposit.key().id()), new DepositEntry(deposit, Placement.NONE, BigInteger.ZERO));
        turn.note(new Event.DepositChanged(deposit));
        return Outcome.DONE;
    }

    private Outcome observeAgain(int number, DepositCommand.Observe observe, Turn turn) {
        DepositEntry entry = shelf.at(number);
        Optional<Outcome.Refused> contradiction = contradiction(entry, observe);
        if (contradiction.isPresent()) {
            return contradiction.get();
        }
        if (isInBlock(entry) && entry.deposit().block().equals(observe.block())) {
            return Outcome.DONE;
        }
        boolean reversed = entry.state() == DepositState.REVERSED;
        DepositEntry seen = entry.at(observe.block(), observe.amount())
                .with(
                        DepositChainState.CONFIRMING,
                        reversed ? DepositState.REVERSED : DepositState.PENDING,
                        entry.deposit().progress().reason());
        keep(number, seen, turn);
        return Outcome.DONE;
    }

    private static boolean isInBlock(DepositEntry entry) {
        return entry.chain() == DepositChainState.CONFIRMING || entry.chain() == DepositChainState.FINAL;
    }

    /** Why a sighting does not fit what is known of its deposit. */
    private static Optional<Outcome.Refused> contradiction(DepositEntry entry, DepositCommand.Observe observe) {
        boolean sameBlock = entry.deposit().block().equals(observe.block());
        if (isInBlock(entry) && sameBlock) {
            return entry.deposit().amount().equals(observe.amount())
                    ? Optional.empty()
                    : Optional.of(RefusalCode.DEPOSIT_AMOUNT.refuse(
                            "in block " + observe.block() + " it was "
                                    + entry.deposit().amount().units() + " before, now "
                                    + observe.amount().units(),
                            "check the chain's node and adapter"));
        }
        return entry.chain() == DepositChainState.FINAL
                ? Optional.of(RefusalCode.DEPOSIT_STATE.refuse(
                        "it is final in block " + entry.deposit().block(), "report the removal of that block first"))
                : Optional.empty();
    }

    private Outcome reorged(int number, DepositCommand.Reorged reorged, Turn turn) {
        DepositEntry entry = shelf.at(number);
        if (!isInBlock(entry) || !entry.deposit().block().equals(reorged.block())) {
            return notInBlock(entry, reorged.block().toString());
        }
        Optional<DepositEntry> removed = entry.chain() == DepositChainState.FINAL
                ? crediting.takeBack(entry, turn).map(Deposits::afterRemoval)
                : Optional.of(entry.with(
                        DepositChainState.REORGED,
                        entry.state(),
                        entry.deposit().progress().reason()));
        if (removed.isEmpty()) {
            return RefusalCode.LEDGER_OVERFLOW.refuse(
                    "the sums of the ledger cannot take the reversal", "an operator must look at this asset");
        }
        keep(number, removed.get(), turn);
        return Outcome.DONE;
    }

    /** No transaction will bring back what a balance told of: if it is there still, it is discovered again. */
    private static DepositEntry afterRemoval(DepositEntry entry) {
        return entry.deposit().key().isDiscovered()
                ? entry.with(
                        DepositChainState.VANISHED,
                        entry.state(),
                        Optional.of("the block in which it was found was removed"))
                : entry;
    }

    private Outcome vanished(int number, Turn turn) {
        DepositEntry entry = shelf.at(number);
        if (entry.chain() != DepositChainState.REORGED) {
            return wrongState(entry, "only what a reorganisation removed can vanish");
        }
        keep(
                number,
                entry.with(
                        DepositChainState.VANISHED,
                        entry.state(),
                        entry.deposit().progress().reason()),
                turn);
        return Outcome.DONE;
    }

    private Outcome finalized(int number, DepositCommand.Finalized finalized, Turn turn) {
        DepositEntry entry = shelf.at(number);
        boolean sameBlock = entry.deposit().block().equals(finalized.block());
        if (entry.chain() == DepositChainState.FINAL && sameBlock) {
            return Outcome.DONE;
        }
        if (entry.chain() != DepositChainState.CONFIRMING || !sameBlock) {
            return notInBlock(entry, finalized.block().toString());
        }
        DepositEntry now = discoveries
                .covering(
                        entry.deposit().key().to(),
                        entry.deposit().amount().asset(),
                        entry.deposit().block())
                .map(discovery -> Crediting.partOf(discovery, entry))
                .orElseGet(() -> crediting.finalized(entry, turn));
        keep(number, now, turn);
        return Outcome.DONE;
    }

    private Outcome screened(int number, DepositCommand.Screened screened, Turn turn) {
        DepositEntry entry = shelf.at(number);
        if (entry.state() != DepositState.SCREENING) {
            return wrongState(entry, "it is not waiting for a verdict");
        }
        keep(
                number,
                screened.passed()
                        ? crediting.credit(entry, turn)
                        : crediting.quarantine(entry, screened.reason(), turn),
                turn);
        return Outcome.DONE;
    }

    private void keep(int number, DepositEntry entry, Turn turn) {
        outside.change(shelf.at(number), entry);
        discoveries.keep(entry);
        shelf.put(number, entry);
        turn.note(new Event.DepositChanged(entry.deposit()));
    }

    private static Outcome notInBlock(DepositEntry entry, String block) {
        return RefusalCode.DEPOSIT_BLOCK.refuse(
                "it is " + entry.chain() + " in block " + entry.deposit().block() + ", not in " + block,
                "read its chain again from the cursor");
    }

    private static Outcome wrongState(DepositEntry entry, String why) {
        return RefusalCode.DEPOSIT_STATE.refuse(
                "it is " + entry.chain() + " and " + entry.state() + ": " + why, "look at the deposit");
    }

    private static CommandId key(String id) {
        int half = id.length() - Long.SIZE / 4;
        return new CommandId(
                HexFormat.fromHexDigitsToLong(id, half - Long.SIZE / 4, half),
                HexFormat.fromHexDigitsToLong(id, half, id.length()));
    }

    public Optional<Deposit> deposit(String id) {
        if (!ID.matcher(id).matches()) {
            return Optional.empty();
        }
        int number = shelf.find(key(id));
        return number == DenseIndex.ABSENT
                ? Optional.empty()
                : Optional.of(shelf.at(number).deposit());
    }

    /** What final deposits brought to an address and the books do not have, in network units. */
    public BigInteger outsideBooks(Address address, NetworkAssetId asset) {
        return outside.units(address, asset);
    }

    /** Oldest first. */
    public List<Deposit> open(ChainId chain) {
        return shelf.open(chain).stream().map(DepositEntry::deposit).toList();
    }

    /** Those of a chain that are final at a height or above, among the next {@code most} of all. */
    public FinalDeposits finalDeposits(ChainId chain, long fromHeight, int after, int most) {
        Shelf.Look<DepositEntry> look = shelf.look(
                after,
                most,
                entry -> entry.chain() == DepositChainState.FINAL
                        && DepositEntry.FORM.chain(entry).equals(chain)
                        && entry.deposit().block().height() >= fromHeight);
        return new FinalDeposits(
                look.found().stream().map(DepositEntry::deposit).toList(), look.next());
    }

    /** Oldest first. */
    public List<SetAsideSighting> setAside(ChainId chain) {
        return setAside.of(chain);
    }

    public void writeTo(BinaryOut out) {
        shelf.writeTo(out);
        setAside.writeTo(out);
    }

    public void readFrom(BinaryIn in) throws IOException {
        shelf.readFrom(in, (number, entry) -> {
            outside.add(entry);
            discoveries.keep(entry);
        });
        setAside.readFrom(in);
    }
}
