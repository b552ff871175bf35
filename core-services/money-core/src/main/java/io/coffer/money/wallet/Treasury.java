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

    private final Map<Address, Sender> senders = new LinkedHashMap<>();
    private final Map<Outpoint, Output> outputs = new LinkedHashMap<>();

    private record Outpoint(ChainId chain, TxId tx, int index) {
        static Outpoint of(Utxo utxo) {
            return new Outpoint(utxo.address().chain(), utxo.tx(), utxo.index());
        }
    }

    /** @param reservedBy number of the withdrawal that will spend it, or {@link #NOBODY} */
    private record Output(Utxo utxo, int reservedBy) {}

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
        outputs.putIfAbsent(Outpoint.of(utxo), new Output(utxo, NOBODY));
    }

    /** The chain took it back. */
    void loseAgain(OwnAddress to, TxId tx, int index, Amount amount) {
        sender(to.address()).add(amount.asset(), amount.units().negate());
        outputs.remove(new Outpoint(to.address().chain(), tx, index));
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
            boolean free = output != null && output.reservedBy == NOBODY && output.utxo.equals(input);
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
        chosen.forEach(outpoint -> reservedBy(outpoint, withdrawal));
        return Optional.empty();
    }

    private void reservedBy(Outpoint outpoint, int withdrawal) {
        outputs.computeIfPresent(outpoint, (o, output) -> new Output(output.utxo, withdrawal));
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
            preparation.inputs().forEach(input -> reservedBy(Outpoint.of(input), NOBODY));
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
            for (Utxo input : preparation.inputs()) {
                outputs.remove(Outpoint.of(input));
                sender(input.address())
                        .add(input.amount().asset(), input.amount().units().negate());
            }
        } else {
            preparation.inputs().forEach(input -> reservedBy(Outpoint.of(input), NOBODY));
        }
    }

    public long nextSequence(Address address) {
        Sender sender = senders.get(address);
        return sender == null ? 0 : sender.nextSequence;
    }

    public BigInteger funds(Address address, NetworkAssetId asset) {
        Sender sender = senders.get(address);
        return sender == null ? BigInteger.ZERO : sender.funds(asset);
    }

    /** Oldest first. */
    public List<Utxo> freeOutputs(ChainId chain) {
        List<Utxo> free = new ArrayList<>();
        for (Output output : outputs.values()) {
            if (output.reservedBy == NOBODY && output.utxo.address().chain().equals(chain)) {
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
            out.count(output.reservedBy + 1L);
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
            outputs.put(Outpoint.of(utxo), new Output(utxo, in.count(Integer.MAX_VALUE) - 1));
        }
    }
}
