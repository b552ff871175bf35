// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.chain.evm.tx.HostedTokens;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.Bytes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Has hosted tokens read what their contracts wrote in one transaction. Pure. */
final class TokenMovements {
    private final HostedTokens tokens;
    private final EvmAddresses addresses;

    TokenMovements(HostedTokens tokens, EvmAddresses addresses) {
        this.tokens = tokens;
        this.addresses = addresses;
    }

    /**
     * All movements in a transaction in the order of its logs; none if it failed.
     *
     * @param receipt with its logs
     */
    List<TokenMovement> of(Receipt receipt) throws ChainException {
        if (!receipt.succeeded()) {
            return List.of();
        }
        Map<Bytes, List<ContractLog>> written = new LinkedHashMap<>();
        List<Log> logs = receipt.logs();
        for (int i = 0; i < logs.size(); i++) {
            Log log = logs.get(i);
            Log.Content content = log.content();
            if (tokens.at(content.contract()).isPresent()) {
                // The place in the receipt, not the one in the block: it is the same when the block is another.
                written.computeIfAbsent(content.contract(), contract -> new ArrayList<>())
                        .add(new ContractLog(i, addresses.of(content.contract()), content.topics(), content.data()));
            }
        }
        List<TokenMovement> movements = new ArrayList<>();
        for (Map.Entry<Bytes, List<ContractLog>> entry : written.entrySet()) {
            movements.addAll(read(tokens.at(entry.getKey()).orElseThrow(), entry.getValue()));
        }
        movements.sort((one, other) -> Integer.compare(one.logIndex(), other.logIndex()));
        return movements;
    }

    /** A token tells of itself only, and of one movement for a log at most: two at one place would be one deposit. */
    private static List<TokenMovement> read(TokenProtocol token, List<ContractLog> logs) throws ChainException {
        List<Integer> places =
                new ArrayList<>(logs.stream().map(ContractLog::index).toList());
        List<TokenMovement> movements = token.movements(logs);
        for (TokenMovement movement : movements) {
            boolean isIts =
                    movement.amount().asset().equals(token.token().asset().id());
            if (!isIts || !places.remove((Integer) movement.logIndex())) {
                throw new ChainException(
                        ChainException.Kind.GARBAGE,
                        "token " + token.token().asset().id() + ": tells a movement of "
                                + movement.amount().asset() + " at log " + movement.logIndex()
                                + ", which is not its own or told twice; update or remove the token's plugin");
            }
        }
        return movements;
    }
}
