// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Transfers;
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
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The hot wallet: of each treasury address its funds, its sequence and who is being signed for; of the chains with
 * outputs, those outputs. Both views are kept of every chain, because the core does not know which kind a chain is.
 */
public final class Treasury {
    private static final int NOBODY = -1;
    /** A withdrawal that is at its end has spent it. */
    private static final int SPENT = -2;
    /** Added to the number of who takes an output that is not there, where outputs are written. */
    private static final long ABSENT = 1L << Integer.SIZE;

    private final Map<Address, Sender> senders = new LinkedHashMap<>();
    private final Map<Outpoint, Output> outputs = new LinkedHashMap<>();

    private record Outpoint(ChainId chain, TxId tx, int index) {
        static Outpoint of(Utxo utxo) {
            return new Outpoint(utxo.address().chain(), utxo.tx(), utxo.index());
        }
    }

    /**
     * An output that may be spent now or later. One that is there and spent is not kept; one that a reorganisation took
     * back is kept while a transaction spends it, so that it is nobody else's when it is mined again.
     *
     * @param takenBy number of the withdrawal that will spend it, or {@link #NOBODY}, or {@link #SPENT}
     * @param there whether it counts as final
     */
    private record Output(Utxo utxo, int takenBy, boolean there) {
        boolean isFree() {
            return there && takenBy == NOBODY;
        }
    }

    /** One treasury address. */
    private static final class Sender {
        long nextSequence;
        int busyWith = NOBODY;
        final NavigableMap<NetworkAssetId, BigInteger> funds = new TreeMap<>();

        BigInteger funds(NetworkAssetId asset) {
            return funds.getOrDefault(asset, BigInteger.ZERO);
        }

        void add(NetworkAssetId asset, BigInteger units) {
            funds.put(asset, funds(asset).add(units));
        }
    }

    private Sender sender(Address address) {
        return senders.computeIfAbsent(address, a -> new Sender());
    }

    /** Final value reached a treasury address, as a deposit or as change. */
    void receive(OwnAddress to, TxId tx, int index, Amount amount) {
        sender(to.address()).add(amount.asset(), amount.units());
        Utxo utxo = new Utxo(tx, index, to.address(), amount, to.publicKey());
        Outpoint outpoint = Outpoint.of(utxo);
        Output known = outputs.get(outpoint);
        if (known == null) {
            outputs.put(outpoint, new Output(utxo, NOBODY, true));
        } else if (!known.there && known.takenBy == SPENT) {
            outputs.remove(outpoint);
        } else if (!known.there) {
            outputs.put(outpoint, new Output(utxo, known.takenBy, true));
        }
    }

    /** The chain took it back. Whoever spends it keeps it, for when it is mined again. */
    void loseAgain(OwnAddress to, TxId tx, int index, Amount amount) {
        sender(to.address()).add(amount.asset(), amount.units().negate());
        Utxo utxo = new Utxo(tx, index, to.address(), amount, to.publicKey());
        Outpoint outpoint = Outpoint.of(utxo);
        Output known = outputs.get(outpoint);
        if (known == null) {
            outputs.put(outpoint, new Output(utxo, SPENT, false));
        } else if (known.isFree()) {
            outputs.remove(outpoint);
        } else {
            outputs.put(outpoint, new Output(known.utxo, known.takenBy, false));
        }
    }

    /** Reserves what a preparation needs, all or nothing. */
    Optional<Outcome.Refused> reserve(int withdrawal, Amount amount, Preparation preparation) {
        Sender sender = sender(preparation.sender());
        if (sender.busyWith != NOBODY) {
            return Optional.of(RefusalCode.HOT_WALLET_BUSY.refuse(
                    preparation.sender() + " is preparing another withdrawal", "wait until that one is signed"));
        }
        Optional<Outcome.Refused> refused = preparation.sequence().isPresent()
                ? reserveFunds(sender, amount, preparation)
                : reserveOutputs(withdrawal, amount, preparation);
        if (refused.isEmpty()) {
            sender.busyWith = withdrawal;
        }
        return refused;
    }

    private static Optional<Outcome.Refused> reserveFunds(Sender sender, Amount amount, Preparation preparation) {
        long sequence = preparation.sequence().orElseThrow();
        if (sequence != sender.nextSequence) {
            return Optional.of(RefusalCode.HOT_WALLET_SEQUENCE.refuse(
                    "the next sequence of " + preparation.sender() + " is " + sender.nextSequence + ", not " + sequence,
                    "prepare with the next sequence"));
        }
        Amount fee = preparation.fee().maxFee();
        boolean sameAsset = fee.asset().equals(amount.asset());
        BigInteger need = sameAsset ? amount.units().add(fee.units()) : amount.units();
        if (sender.funds(amount.asset()).compareTo(need) < 0) {
            return Optional.of(insufficient(preparation, amount.asset(), need, sender.funds(amount.asset())));
        }
        if (!sameAsset && sender.funds(fee.asset()).compareTo(fee.units()) < 0) {
            return Optional.of(insufficient(preparation, fee.asset(), fee.units(), sender.funds(fee.asset())));
        }
        sender.add(amount.asset(), amount.units().negate());
        sender.add(fee.asset(), fee.units().negate());
        sender.nextSequence++;
        return Optional.empty();
    }

    private Optional<Outcome.Refused> reserveOutputs(int withdrawal, Amount amount, Preparation preparation) {
        BigInteger sum = BigInteger.ZERO;
        Set<Outpoint> chosen = new HashSet<>();
        for (Utxo input : preparation.inputs()) {
            Output output = outputs.get(Outpoint.of(input));
            boolean free = output != null && output.isFree() && output.utxo.equals(input);
            if (!free
                    || !chosen.add(Outpoint.of(input))
                    || !input.amount().asset().equals(amount.asset())) {
                return Optional.of(RefusalCode.HOT_WALLET_INSUFFICIENT.refuse(
                        "output " + input.tx() + ":" + input.index() + " cannot be spent for it",
                        "choose among the treasury's free outputs"));
            }
            sum = sum.add(input.amount().units());
        }
        BigInteger need = amount.units().add(preparation.fee().maxFee().units());
        if (sum.compareTo(need) < 0) {
            return Optional.of(insufficient(preparation, amount.asset(), need, sum));
        }
        chosen.forEach(outpoint -> reserve(outpoint, withdrawal));
        return Optional.empty();
    }

    private void reserve(Outpoint outpoint, int withdrawal) {
        outputs.computeIfPresent(outpoint, (o, output) -> new Output(output.utxo, withdrawal, output.there));
    }

    /** Nobody spends it any more: it is free, or gone if the chain took it back. */
    private void release(Utxo input) {
        Outpoint outpoint = Outpoint.of(input);
        Output known = outputs.get(outpoint);
        if (known != null && known.there) {
            outputs.put(outpoint, new Output(known.utxo, NOBODY, true));
        } else {
            outputs.remove(outpoint);
        }
    }

    private void spend(Utxo input) {
        Outpoint outpoint = Outpoint.of(input);
        Output known = outputs.get(outpoint);
        if (known != null && !known.there) {
            outputs.put(outpoint, new Output(known.utxo, SPENT, false));
        } else {
            outputs.remove(outpoint);
        }
        sender(input.address())
                .add(input.amount().asset(), input.amount().units().negate());
    }

    /** Whether all outputs that a preparation spends are there. */
    boolean stands(Preparation preparation) {
        return preparation.inputs().stream()
                .map(input -> outputs.get(Outpoint.of(input)))
                .allMatch(output -> output != null && output.there);
    }

    private static Outcome.Refused insufficient(
            Preparation preparation, NetworkAssetId asset, BigInteger need, BigInteger have) {
        return RefusalCode.HOT_WALLET_INSUFFICIENT.refuse(
                preparation.sender() + " has " + have + " units of " + asset + " free, " + need + " are needed",
                "send funds to the hot wallet");
    }

    /** Gives a reservation back. The sequence was the last one, because its sender takes one at a time. */
    void unreserve(Amount amount, Preparation preparation) {
        Sender sender = sender(preparation.sender());
        sender.busyWith = NOBODY;
        if (preparation.sequence().isPresent()) {
            Amount fee = preparation.fee().maxFee();
            sender.add(amount.asset(), amount.units());
            sender.add(fee.asset(), fee.units());
            sender.nextSequence--;
        } else {
            preparation.inputs().forEach(this::release);
        }
    }

    /** The bytes are durable: the sender may prepare the next one. */
    void signed(Preparation preparation) {
        sender(preparation.sender()).busyWith = NOBODY;
    }

    /** A transaction is final: what was reserved is replaced by what really left. */
    void settle(Amount amount, Preparation preparation, boolean succeeded, Amount feePaid) {
        if (preparation.sequence().isPresent()) {
            Sender sender = sender(preparation.sender());
            Amount fee = preparation.fee().maxFee();
            sender.add(fee.asset(), fee.units().subtract(feePaid.units()));
            if (!succeeded) {
                sender.add(amount.asset(), amount.units());
            }
        } else if (succeeded) {
            preparation.inputs().forEach(this::spend);
        } else {
            preparation.inputs().forEach(this::release);
        }
    }

    /**
     * Why what {@link #settle} did cannot be taken back; empty if it can. A sequence can always: nobody else has it. In
     * a chain with outputs nothing is mined without effect, but where an adapter said so its outputs were given back.
     */
    Optional<Outcome.Refused> claimed(Preparation preparation, boolean succeeded) {
        for (Utxo input : preparation.inputs()) {
            Output known = outputs.get(Outpoint.of(input));
            boolean ours = succeeded ? known == null || known.takenBy == SPENT : known != null && known.isFree();
            if (!ours) {
                return Optional.of(RefusalCode.HOT_WALLET_INSUFFICIENT.refuse(
                        "output " + input.tx() + ":" + input.index() + " is not free for it any more",
                        "an operator must find out what spends it"));
            }
        }
        return Optional.empty();
    }

    /** Takes back what {@link #settle} did: the transaction is under way again, with what it had reserved. */
    void reopen(int withdrawal, Amount amount, Preparation preparation, boolean succeeded, Amount feePaid) {
        if (preparation.sequence().isPresent()) {
            Sender sender = sender(preparation.sender());
            Amount fee = preparation.fee().maxFee();
            sender.add(fee.asset(), feePaid.units().subtract(fee.units()));
            if (!succeeded) {
                sender.add(amount.asset(), amount.units().negate());
            }
            return;
        }
        for (Utxo input : preparation.inputs()) {
            Output known = outputs.get(Outpoint.of(input));
            outputs.put(Outpoint.of(input), new Output(input, withdrawal, known == null || known.there));
            if (succeeded) {
                sender(input.address())
                        .add(input.amount().asset(), input.amount().units());
            }
        }
    }

    public long nextSequence(Address address) {
        Sender sender = senders.get(address);
        return sender == null ? 0 : sender.nextSequence;
    }

    /** Below zero while a reorganisation has taken back more than was free. */
    public BigInteger funds(Address address, NetworkAssetId asset) {
        Sender sender = senders.get(address);
        return sender == null ? BigInteger.ZERO : sender.funds(asset);
    }

    /** Oldest first. */
    public List<Utxo> freeOutputs(ChainId chain) {
        List<Utxo> free = new ArrayList<>();
        for (Output output : outputs.values()) {
            if (output.isFree() && output.utxo.address().chain().equals(chain)) {
                free.add(output.utxo);
            }
        }
        return free;
    }

    public void writeTo(BinaryOut out) {
        out.count(senders.size());
        senders.forEach((address, sender) -> {
            Values.write(out, address);
            out.count(sender.nextSequence);
            out.count(sender.busyWith + 1L);
            out.count(sender.funds.size());
            sender.funds.forEach((asset, units) -> {
                Values.write(out, asset);
                out.big(units);
            });
        });
        out.count(outputs.size());
        outputs.values().forEach(output -> {
            Transfers.write(out, output.utxo);
            out.count(output.there ? output.takenBy + 1L : ABSENT + output.takenBy - SPENT);
        });
    }

    public void readFrom(BinaryIn in) throws IOException {
        int senderCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < senderCount; i++) {
            Sender sender = sender(Values.address(in));
            sender.nextSequence = in.count();
            sender.busyWith = in.count(Integer.MAX_VALUE) - 1;
            int assets = in.count(Integer.MAX_VALUE);
            for (int j = 0; j < assets; j++) {
                sender.funds.put(Values.networkAssetId(in), in.big());
            }
        }
        int outputCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < outputCount; i++) {
            Utxo utxo = Transfers.utxo(in);
            outputs.put(Outpoint.of(utxo), output(utxo, in));
        }
    }

    private static Output output(Utxo utxo, BinaryIn in) throws IOException {
        long number = in.count();
        boolean there = number < ABSENT;
        long takenBy = there ? number - 1 : number - ABSENT + SPENT;
        if (takenBy > Integer.MAX_VALUE || (!there && takenBy == NOBODY)) {
            throw in.broken("an output that is taken by " + takenBy);
        }
        return new Output(utxo, (int) takenBy, there);
    }
}
