// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Preparation;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Transfers;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What the treasury may spend in chains with outputs. */
final class Outputs {
    private static final int NOBODY = -1;
    /** A withdrawal that is at its end has spent it. */
    private static final int SPENT = -2;
    /** Added to the number of who takes an output that is not there, where outputs are written. */
    private static final long ABSENT = 1L << Integer.SIZE;

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

    private static Utxo utxo(OwnAddress to, TxId tx, int index, Amount amount) {
        return new Utxo(tx, index, to.address(), amount, to.publicKey());
    }

    /** Final value reached a treasury address, as a deposit or as change. */
    void receive(OwnAddress to, TxId tx, int index, Amount amount) {
        Utxo utxo = utxo(to, tx, index, amount);
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
        Utxo utxo = utxo(to, tx, index, amount);
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

    /** Reserves what a preparation spends, all or nothing. */
    Optional<Outcome.Refused> reserve(int withdrawal, Amount amount, Preparation preparation) {
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
            return Optional.of(Treasury.insufficient(preparation.sender(), amount.asset(), need, sum));
        }
        chosen.forEach(outpoint -> reserve(outpoint, withdrawal));
        return Optional.empty();
    }

    private void reserve(Outpoint outpoint, int withdrawal) {
        outputs.computeIfPresent(outpoint, (o, output) -> new Output(output.utxo, withdrawal, output.there));
    }

    /** Nobody spends it any more: it is free, or gone if the chain took it back. */
    void release(Utxo input) {
        Outpoint outpoint = Outpoint.of(input);
        Output known = outputs.get(outpoint);
        if (known != null && known.there) {
            outputs.put(outpoint, new Output(known.utxo, NOBODY, true));
        } else {
            outputs.remove(outpoint);
        }
    }

    /** Its spending is final. */
    void spend(Utxo input) {
        Outpoint outpoint = Outpoint.of(input);
        Output known = outputs.get(outpoint);
        if (known != null && !known.there) {
            outputs.put(outpoint, new Output(known.utxo, SPENT, false));
        } else {
            outputs.remove(outpoint);
        }
    }

    /** Its spending, or that it was given back, was taken back: a withdrawal spends it again. */
    void reopen(int withdrawal, Utxo input) {
        Output known = outputs.get(Outpoint.of(input));
        outputs.put(Outpoint.of(input), new Output(input, withdrawal, known == null || known.there));
    }

    /** Whether all outputs that a preparation spends are there. */
    boolean stand(Preparation preparation) {
        return preparation.inputs().stream()
                .map(input -> outputs.get(Outpoint.of(input)))
                .allMatch(output -> output != null && output.there);
    }

    /**
     * Why an end cannot be taken back; empty if it can. Nothing is mined without effect here, but where an adapter said
     * so its outputs were given back.
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

    /** Oldest first. */
    List<Utxo> free(ChainId chain) {
        List<Utxo> free = new ArrayList<>();
        for (Output output : outputs.values()) {
            if (output.isFree() && output.utxo.address().chain().equals(chain)) {
                free.add(output.utxo);
            }
        }
        return free;
    }

    void writeTo(BinaryOut out) {
        out.count(outputs.size());
        outputs.values().forEach(output -> {
            Transfers.write(out, output.utxo);
            out.count(output.there ? output.takenBy + 1L : ABSENT + output.takenBy - SPENT);
        });
    }

    void readFrom(BinaryIn in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < count; i++) {
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
