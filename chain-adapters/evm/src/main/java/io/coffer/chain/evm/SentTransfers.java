// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.Reading;
import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.chain.evm.tx.HostedTokens;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;

/**
 * Tells whether a transfer that was mined moved what it was to move. Of the native coin the receipt's status tells it. Of
 * a token it does not: the contract may have given back false. So the token's own logs must say that it left the sender.
 */
final class SentTransfers {
    /** What of a transaction is read beside the fields that are always read. */
    static final Set<String> DETAILS = Set.of("input");

    private static final String WHAT = "transaction: ";

    private final HostedTokens tokens;
    private final EvmAddresses addresses;
    private final TokenMovements movements;

    SentTransfers(HostedTokens tokens, EvmAddresses addresses) {
        this.tokens = tokens;
        this.addresses = addresses;
        this.movements = new TokenMovements(tokens, addresses);
    }

    /** What became of a transfer. */
    sealed interface Effect {
        /** It moved what it was to move, or nothing. */
        record AsSent(boolean succeeded) implements Effect {}

        /**
         * Its token moved something else.
         *
         * @param left what left the sender
         * @param back what came back to it
         */
        record Otherwise(Amount left, Amount back) implements Effect {}
    }

    /**
     * What became of the transfer.
     *
     * @param transaction as the node told it with {@link #DETAILS}
     * @param receipt with its logs if tokens are hosted
     * @throws ChainException of kind REFUSED if the transaction makes a call that is no transfer of a hosted token, so
     *     that nobody can tell; of kind GARBAGE if the token tells of more than there can be
     */
    Effect effect(JsonNode transaction, Receipt receipt) throws ChainException {
        if (!receipt.succeeded()) {
            return new Effect.AsSent(false);
        }
        Bytes input = Reading.data(transaction.path("input"), WHAT + "input");
        if (input.length() == 0) {
            return new Effect.AsSent(true);
        }
        TransferIntent transfer = transfer(transaction, input)
                .orElseThrow(() -> new ChainException(
                        ChainException.Kind.REFUSED,
                        "transaction " + receipt.tx() + " is no transfer of the coin or of a token that is listed:"
                                + " whether it did what it was sent for cannot be told; list its token"));
        Address sender = addresses.of(Reading.address(transaction.path("from"), WHAT + "from"));
        return effect(sender, transfer.amount(), receipt);
    }

    private Optional<TransferIntent> transfer(JsonNode transaction, Bytes input) throws ChainException {
        BigInteger wei = Reading.number(transaction.path("value"), WHAT + "value", Reading.WORD_BITS);
        if (wei.signum() > 0 || transaction.path("to").isNull()) {
            return Optional.empty();
        }
        return tokens.transfer(Reading.address(transaction.path("to"), WHAT + "to"), input);
    }

    /** What the token's own logs say of the sender. That nothing of its moved is an answer, too. */
    private Effect effect(Address sender, Amount amount, Receipt receipt) throws ChainException {
        BigInteger left = BigInteger.ZERO;
        BigInteger back = BigInteger.ZERO;
        boolean concerns = false;
        for (TokenMovement movement : movements.of(receipt)) {
            if (!movement.amount().asset().equals(amount.asset())) {
                continue;
            }
            BigInteger units = movement.amount().units();
            left = movement.from().equals(sender) ? left.add(units) : left;
            back = movement.to().equals(sender) ? back.add(units) : back;
            concerns |= movement.from().equals(sender) || movement.to().equals(sender);
        }
        boolean exact = left.equals(amount.units()) && back.signum() == 0;
        return exact || !concerns
                ? new Effect.AsSent(concerns)
                : new Effect.Otherwise(told(amount, left, receipt), told(amount, back, receipt));
    }

    private static Amount told(Amount amount, BigInteger units, Receipt receipt) throws ChainException {
        if (units.bitLength() > Amount.MAX_BITS) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE,
                    "token " + amount.asset() + ": the logs of transaction " + receipt.tx()
                            + " tell of more than there can be");
        }
        return new Amount(amount.asset(), units);
    }
}
