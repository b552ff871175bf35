// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.MoneyState;
import io.coffer.api.core.MoneyState.FundedPage;
import io.coffer.api.wallet.FundedAddress;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;

/**
 * What can be sent: of each address of ours its free funds, its sequence and who is being signed for; of the treasury in
 * chains with outputs, those outputs. Both views are kept of every chain, because the core does not know which kind a
 * chain is.
 */
public final class Treasury {
    private final Addresses addresses;
    private final NavigableMap<NetworkAssetId, AssetFunds> funds = new TreeMap<>();
    private final Senders senders = new Senders();
    private final Outputs outputs = new Outputs();

    Treasury(Addresses addresses) {
        this.addresses = addresses;
    }

    private int number(Address address) {
        int number = addresses.number(address);
        if (number < 0) {
            throw new IllegalStateException(address + " is no address of ours");
        }
        return number;
    }

    private void add(int address, NetworkAssetId asset, BigInteger units) {
        funds.computeIfAbsent(asset, a -> new AssetFunds()).add(address, units);
    }

    private BigInteger funds(int address, NetworkAssetId asset) {
        AssetFunds ofAsset = funds.get(asset);
        return ofAsset == null ? BigInteger.ZERO : ofAsset.units(address);
    }

    /** Final value that is in the books reached an address of ours. */
    void arrive(Address to, NetworkAssetId asset, BigInteger units) {
        add(number(to), asset, units);
    }

    /** The chain took it back, whether or not it is still there. */
    void depart(Address from, NetworkAssetId asset, BigInteger units) {
        add(number(from), asset, units.negate());
    }

    /** As {@link #arrive}, and the treasury may spend it as an output. */
    void receive(OwnAddress to, TxId tx, int index, Amount amount) {
        arrive(to.address(), amount.asset(), amount.units());
        outputs.receive(to, tx, index, amount);
    }

    /** The chain took back what {@link #receive} had taken. */
    void loseAgain(OwnAddress to, TxId tx, int index, Amount amount) {
        depart(to.address(), amount.asset(), amount.units());
        outputs.loseAgain(to, tx, index, amount);
    }

    /** Reserves what a preparation needs, all or nothing. */
    Optional<Outcome.Refused> reserve(int withdrawal, Amount amount, Preparation preparation) {
        int sender = number(preparation.sender());
        if (senders.isBusy(sender)) {
            return Optional.of(busy(preparation.sender()));
        }
        Optional<Outcome.Refused> refused = preparation.sequence().isPresent()
                ? reserveFunds(sender, amount, preparation)
                : outputs.reserve(withdrawal, amount, preparation);
        if (refused.isEmpty()) {
            senders.begin(sender, withdrawal);
        }
        return refused;
    }

    private Optional<Outcome.Refused> reserveFunds(int sender, Amount amount, Preparation preparation) {
        long sequence = preparation.sequence().orElseThrow();
        long next = senders.nextSequence(sender);
        if (sequence != next) {
            return Optional.of(RefusalCode.HOT_WALLET_SEQUENCE.refuse(
                    "the next sequence of " + preparation.sender() + " is " + next + ", not " + sequence,
                    "prepare with the next sequence"));
        }
        Amount fee = preparation.fee().maxFee();
        boolean sameAsset = fee.asset().equals(amount.asset());
        BigInteger need = sameAsset ? amount.units().add(fee.units()) : amount.units();
        Optional<Outcome.Refused> refused = shortOf(preparation.sender(), amount.asset(), need)
                .or(() -> sameAsset ? Optional.empty() : shortOf(preparation.sender(), fee.asset(), fee.units()));
        if (refused.isEmpty()) {
            add(sender, amount.asset(), amount.units().negate());
            add(sender, fee.asset(), fee.units().negate());
            senders.setNextSequence(sender, next + 1);
        }
        return refused;
    }

    /** Reserves what a replacement may cost more than the attempt that it replaces. */
    Optional<Outcome.Refused> replace(int withdrawal, Preparation last, Preparation next) {
        int sender = number(next.sender());
        if (senders.isBusy(sender)) {
            return Optional.of(busy(next.sender()));
        }
        BigInteger more = more(last, next);
        Optional<Outcome.Refused> refused = shortOf(next.sender(), next.fee().asset(), more);
        if (refused.isEmpty()) {
            add(sender, next.fee().asset(), more.negate());
            senders.begin(sender, withdrawal);
        }
        return refused;
    }

    /** Gives back what {@link #replace} reserved. The sequence is still that of the attempt before. */
    void unreplace(Preparation last, Preparation next) {
        int sender = number(next.sender());
        senders.end(sender);
        add(sender, next.fee().asset(), more(last, next));
    }

    private static BigInteger more(Preparation last, Preparation next) {
        return next.fee().maxFee().units().subtract(last.fee().maxFee().units());
    }

    private Optional<Outcome.Refused> shortOf(Address sender, NetworkAssetId asset, BigInteger need) {
        BigInteger have = funds(number(sender), asset);
        return have.compareTo(need) < 0 ? Optional.of(insufficient(sender, asset, need, have)) : Optional.empty();
    }

    private static Outcome.Refused busy(Address sender) {
        return RefusalCode.HOT_WALLET_BUSY.refuse(
                sender + " is preparing another withdrawal", "wait until that one is signed");
    }

    static Outcome.Refused insufficient(Address sender, NetworkAssetId asset, BigInteger need, BigInteger have) {
        return RefusalCode.HOT_WALLET_INSUFFICIENT.refuse(
                sender + " has " + have + " units of " + asset + " free, " + need + " are needed",
                "send funds to the hot wallet");
    }

    /** Whether all outputs that a preparation spends are there. */
    boolean stands(Preparation preparation) {
        return outputs.stand(preparation);
    }

    /** Gives a reservation back. The sequence was the last one, because its sender takes one at a time. */
    void unreserve(Amount amount, Preparation preparation) {
        int sender = number(preparation.sender());
        senders.end(sender);
        if (preparation.sequence().isPresent()) {
            Amount fee = preparation.fee().maxFee();
            add(sender, amount.asset(), amount.units());
            add(sender, fee.asset(), fee.units());
            senders.setNextSequence(sender, senders.nextSequence(sender) - 1);
        } else {
            preparation.inputs().forEach(outputs::release);
        }
    }

    /** The bytes are durable: the sender may prepare the next one. */
    void signed(Preparation preparation) {
        senders.end(number(preparation.sender()));
    }

    /**
     * A transaction is final: what was reserved is replaced by what really left.
     *
     * @param last preparation of the last attempt, whichever was mined: its fee is what is reserved
     */
    void settle(Amount amount, Preparation last, boolean succeeded, Amount feePaid) {
        if (last.sequence().isPresent()) {
            int sender = number(last.sender());
            Amount fee = last.fee().maxFee();
            add(sender, fee.asset(), fee.units().subtract(feePaid.units()));
            if (!succeeded) {
                add(sender, amount.asset(), amount.units());
            }
        } else if (succeeded) {
            last.inputs().forEach(this::spend);
        } else {
            last.inputs().forEach(outputs::release);
        }
    }

    /** Another amount left a sender of ours than was reserved for it. */
    void correct(Preparation preparation, Amount reserved, BigInteger left) {
        add(number(preparation.sender()), reserved.asset(), reserved.units().subtract(left));
    }

    /** Takes back what {@link #correct} did. */
    void correctBack(Preparation preparation, Amount reserved, BigInteger left) {
        add(number(preparation.sender()), reserved.asset(), left.subtract(reserved.units()));
    }

    private void spend(Utxo input) {
        outputs.spend(input);
        depart(input.address(), input.amount().asset(), input.amount().units());
    }

    /** Why what {@link #settle} did cannot be taken back; empty if it can. A sequence can always: nobody else has it. */
    Optional<Outcome.Refused> claimed(Preparation preparation, boolean succeeded) {
        return outputs.claimed(preparation, succeeded);
    }

    /** Takes back what {@link #settle} did: the transaction is under way again, with what it had reserved. */
    void reopen(int withdrawal, Amount amount, Preparation last, boolean succeeded, Amount feePaid) {
        if (last.sequence().isPresent()) {
            int sender = number(last.sender());
            Amount fee = last.fee().maxFee();
            add(sender, fee.asset(), feePaid.units().subtract(fee.units()));
            if (!succeeded) {
                add(sender, amount.asset(), amount.units().negate());
            }
            return;
        }
        for (Utxo input : last.inputs()) {
            outputs.reopen(withdrawal, input);
            if (succeeded) {
                arrive(input.address(), input.amount().asset(), input.amount().units());
            }
        }
    }

    public long nextSequence(Address address) {
        int number = addresses.number(address);
        return number < 0 ? 0 : senders.nextSequence(number);
    }

    /** Below zero while a reorganisation has taken back more than was free. */
    public BigInteger funds(Address address, NetworkAssetId asset) {
        int number = addresses.number(address);
        return number < 0 ? BigInteger.ZERO : funds(number, asset);
    }

    /** Deposit addresses with at least so much free, richest first. */
    public List<FundedAddress> funded(ChainId chain, NetworkAssetId asset, BigInteger atLeast, int limit) {
        AssetFunds ofAsset = funds.get(asset);
        if (ofAsset == null || !asset.chain().equals(chain.caip2())) {
            return List.of();
        }
        int most = Math.max(1, Math.min(limit, MoneyState.MAX_FUNDED));
        return ofAsset
                .richest(atLeast.max(BigInteger.ONE), most, number -> addresses.purpose(number) == KeyPurpose.DEPOSIT)
                .stream()
                .map(number -> new FundedAddress(addresses.at(number), ofAsset.units(number)))
                .toList();
    }

    /** Deposit addresses with at least so much free, among the next {@code most} of all that ever had any. */
    public FundedPage funded(ChainId chain, NetworkAssetId asset, BigInteger atLeast, int after, int most, int limit) {
        AssetFunds ofAsset = funds.get(asset);
        if (ofAsset == null || !asset.chain().equals(chain.caip2())) {
            return new FundedPage(List.of(), OptionalInt.empty());
        }
        List<FundedAddress> found = new ArrayList<>();
        int room = Math.max(1, Math.min(limit, MoneyState.MAX_FUNDED));
        int next = ofAsset.among(Math.max(0, after), Math.max(1, most), atLeast.max(BigInteger.ONE), number -> {
            if (addresses.purpose(number) == KeyPurpose.DEPOSIT) {
                found.add(new FundedAddress(addresses.at(number), ofAsset.units(number)));
            }
            return found.size() < room;
        });
        return new FundedPage(found, next < 0 ? OptionalInt.empty() : OptionalInt.of(next));
    }

    /** Oldest first. */
    public List<Utxo> freeOutputs(ChainId chain) {
        return outputs.free(chain);
    }

    public void writeTo(BinaryOut out) {
        out.count(funds.size());
        funds.forEach((asset, ofAsset) -> {
            Values.write(out, asset);
            ofAsset.writeTo(out);
        });
        senders.writeTo(out);
        outputs.writeTo(out);
    }

    /** The addresses must have been read. */
    public void readFrom(BinaryIn in) throws IOException {
        int assets = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < assets; i++) {
            funds.put(Values.networkAssetId(in), AssetFunds.readFrom(in, addresses.count()));
        }
        senders.readFrom(in, addresses.count());
        outputs.readFrom(in);
    }
}
