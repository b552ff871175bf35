// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.DepositChainState;
import io.coffer.api.wallet.DepositState;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.money.Amount;
import java.io.IOException;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A deposit and what the books hold of it.
 *
 * @param exposed ledger units that could not be taken back when the chain took it back
 */
record DepositEntry(Deposit deposit, Placement placement, BigInteger exposed) {
    static final Shelf.Form<DepositEntry> FORM = new Form();

    /** Where the books have put it. */
    enum Placement {
        /** Not in the books. */
        NONE,
        /** With the customer's account or the house. */
        OWNER,
        /** In suspense. */
        SUSPENSE,
        /** In the books with a deposit that was discovered by the address's balance. */
        DISCOVERED
    }

    DepositEntry with(DepositChainState chain, DepositState state, Optional<String> reason) {
        return with(new Deposit.Progress(chain, state, deposit.progress().generation(), reason));
    }

    DepositEntry with(Deposit.Progress progress) {
        return new DepositEntry(
                new Deposit(
                        deposit.key(),
                        deposit.account(),
                        deposit.amount(),
                        deposit.block(),
                        progress,
                        deposit.detectedAtMs()),
                placement,
                exposed);
    }

    DepositEntry at(BlockRef block, Amount amount) {
        return new DepositEntry(
                new Deposit(
                        deposit.key(), deposit.account(), amount, block, deposit.progress(), deposit.detectedAtMs()),
                placement,
                exposed);
    }

    DepositEntry placed(Placement newPlacement, BigInteger newExposed) {
        return new DepositEntry(deposit, newPlacement, newExposed);
    }

    DepositChainState chain() {
        return deposit.progress().chain();
    }

    DepositState state() {
        return deposit.progress().state();
    }

    /** How an entry is packed. */
    private static final class Form implements Shelf.Form<DepositEntry> {
        @Override
        public boolean isOpen(DepositEntry entry) {
            return entry.chain() == DepositChainState.CONFIRMING
                    || entry.chain() == DepositChainState.REORGED
                    || entry.state() == DepositState.SCREENING;
        }

        @Override
        public ChainId chain(DepositEntry entry) {
            return entry.deposit().key().to().chain();
        }

        @Override
        public void write(BinaryOut out, DepositEntry entry) {
            Deposit deposit = entry.deposit();
            Values.write(out, deposit.key());
            out.optional(deposit.account(), Values::write);
            Values.write(out, deposit.amount());
            Values.write(out, deposit.block());
            out.u8(number(entry.chain()));
            out.u8(number(entry.state()));
            out.count(deposit.progress().generation());
            out.optional(deposit.progress().reason(), BinaryOut::text);
            out.i64(deposit.detectedAtMs());
            out.u8(
                    switch (entry.placement()) {
                        case NONE -> 1;
                        case OWNER -> 2;
                        case SUSPENSE -> 3;
                        case DISCOVERED -> 4;
                    });
            out.big(entry.exposed());
        }

        @Override
        public DepositEntry read(BinaryIn in) throws IOException {
            var key = Values.depositKey(in);
            var account = in.optional(Values::accountId);
            Amount amount = Values.amount(in);
            BlockRef block = Values.blockRef(in);
            Deposit.Progress progress = new Deposit.Progress(
                    chain(in), state(in), in.count(Integer.MAX_VALUE), in.optional(BinaryIn::text));
            Deposit deposit = new Deposit(key, account, amount, block, progress, in.i64());
            return new DepositEntry(deposit, placement(in), in.big());
        }

        private static int number(DepositChainState chain) {
            return switch (chain) {
                case CONFIRMING -> 1;
                case FINAL -> 2;
                case REORGED -> 3;
                case VANISHED -> 4;
            };
        }

        private static DepositChainState chain(BinaryIn in) throws IOException {
            int number = in.u8();
            return switch (number) {
                case 1 -> DepositChainState.CONFIRMING;
                case 2 -> DepositChainState.FINAL;
                case 3 -> DepositChainState.REORGED;
                case 4 -> DepositChainState.VANISHED;
                default -> throw in.broken("deposit chain state " + number);
            };
        }

        private static int number(DepositState state) {
            return switch (state) {
                case PENDING -> 1;
                case UNATTRIBUTED -> 2;
                case SCREENING -> 3;
                case QUARANTINED -> 4;
                case CREDITED -> 5;
                case AVAILABLE -> 6;
                case BELOW_MINIMUM -> 7;
                case REVERSED -> 8;
            };
        }

        private static DepositState state(BinaryIn in) throws IOException {
            int number = in.u8();
            return switch (number) {
                case 1 -> DepositState.PENDING;
                case 2 -> DepositState.UNATTRIBUTED;
                case 3 -> DepositState.SCREENING;
                case 4 -> DepositState.QUARANTINED;
                case 5 -> DepositState.CREDITED;
                case 6 -> DepositState.AVAILABLE;
                case 7 -> DepositState.BELOW_MINIMUM;
                case 8 -> DepositState.REVERSED;
                default -> throw in.broken("deposit state " + number);
            };
        }

        private static Placement placement(BinaryIn in) throws IOException {
            int number = in.u8();
            return switch (number) {
                case 1 -> Placement.NONE;
                case 2 -> Placement.OWNER;
                case 3 -> Placement.SUSPENSE;
                case 4 -> Placement.DISCOVERED;
                default -> throw in.broken("placement " + number);
            };
        }
    }
}
