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
import java.util.List;
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

    /**
     * Whether the transfer came about.
     *
     * @param transaction as the node told it with {@link #DETAILS}
     * @param receipt with its logs if tokens are hosted
     * @throws ChainException of kind REFUSED if the transaction makes a call that is no transfer of a hosted token, so
     *     that nobody can tell; of kind GARBAGE if another amount left the sender
     */
    boolean succeeded(JsonNode transaction, Receipt receipt) throws ChainException {
        if (!receipt.succeeded()) {
            return false;
        }
        Bytes input = Reading.data(transaction.path("input"), WHAT + "input");
        if (input.length() == 0) {
            return true;
        }
        TransferIntent transfer = transfer(transaction, input)
                .orElseThrow(() -> new ChainException(
                        ChainException.Kind.REFUSED,
                        "transaction " + receipt.tx() + " is no transfer of the coin or of a token that is listed:"
                                + " whether it did what it was sent for cannot be told; list its token"));
        Address sender = addresses.of(Reading.address(transaction.path("from"), WHAT + "from"));
        return left(sender, transfer.amount(), receipt);
    }

    private Optional<TransferIntent> transfer(JsonNode transaction, Bytes input) throws ChainException {
        BigInteger wei = Reading.number(transaction.path("value"), WHAT + "value", Reading.WORD_BITS);
        if (wei.signum() > 0 || transaction.path("to").isNull()) {
            return Optional.empty();
        }
        return tokens.transfer(Reading.address(transaction.path("to"), WHAT + "to"), input);
    }

    /** Whether the token says that exactly this much left the sender; that nothing did is an answer, too. */
    private boolean left(Address sender, Amount amount, Receipt receipt) throws ChainException {
        List<TokenMovement> told = movements.of(receipt).stream()
                .filter(movement -> movement.amount().asset().equals(amount.asset()))
                .filter(movement ->
                        movement.from().equals(sender) || movement.to().equals(sender))
                .toList();
        BigInteger left = BigInteger.ZERO;
        for (TokenMovement movement : told) {
            BigInteger units = movement.amount().units();
            left = movement.from().equals(sender) ? left.add(units) : left.subtract(units);
        }
        if (!told.isEmpty() && !left.equals(amount.units())) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE,
                    "token " + amount.asset() + ": transaction " + receipt.tx() + " was to move " + amount.units()
                            + " out of " + sender + ", and by the token's logs " + left
                            + " left it; look at it by hand and do not send this token until it is understood");
        }
        return !told.isEmpty();
    }
}
