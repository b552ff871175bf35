// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.money.Bytes;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The tokens of a scripted account chain. */
final class ScriptedTokenHost implements TokenHost {
    /** A call of a contract costs more than a payment. */
    private static final int WEIGHT = 3;

    private final ScriptedAccountChain chain;
    private final ScriptedNode node;
    private final Faults faults;

    ScriptedTokenHost(ScriptedAccountChain chain, ScriptedNode node, Faults faults) {
        this.chain = chain;
        this.node = node;
        this.faults = faults;
    }

    @Override
    public AccountChain hosting(List<TokenProtocol> tokens) {
        long contracts = tokens.stream().map(TokenProtocol::contract).distinct().count();
        if (contracts < tokens.size()) {
            throw new IllegalArgumentException("tokens: two have the same contract");
        }
        return chain.hosting(tokens);
    }

    @Override
    public Bytes call(ContractCall call, BlockRef at) throws ChainException {
        Optional<Fault> fault = faults.take(Call.CALL);
        ScriptedParts.strike(fault);
        if (fault.equals(Optional.of(Fault.GARBAGE))) {
            return ScriptedContracts.bytes("no number");
        }
        List<ScriptedNode.Block> blocks = node.blocks();
        if (at.height() >= blocks.size() || !blocks.get((int) at.height()).ref().equals(at)) {
            throw new ChainException(ChainException.Kind.BEHIND, "no block " + at);
        }
        if (at.height() < blocks.size() - node.contracts().keepsStates()) {
            throw new ChainException(ChainException.Kind.REFUSED, "the state after " + at + " is not kept");
        }
        String[] question = ScriptedContracts.text(call.data()).split(":", 2);
        String contract = call.contract().text();
        return ScriptedContracts.bytes(
                question[0].equals("balance")
                        ? node.tokens(contract, question[1], at.height()).toString()
                        : Integer.toString(node.contracts().decimals(contract)));
    }

    @Override
    public FeeQuote quote(ContractCall call, Address sender, FeeUrgency urgency) throws ChainException {
        ScriptedParts.strike(faults.take(Call.QUOTE));
        if (node.contracts().isBarred(sender.text())) {
            throw new ChainException(ChainException.Kind.REFUSED, "execution reverted: the holder is barred");
        }
        FeeQuote plain = chain.fees().quote(urgency);
        return new FeeQuote(plain.asset(), plain.rate(), BigInteger.ZERO, WEIGHT);
    }
}
