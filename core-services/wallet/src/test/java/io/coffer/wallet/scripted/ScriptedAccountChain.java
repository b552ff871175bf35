// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.asset.TokenHost;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainCapability;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import java.util.List;
import java.util.Optional;

/** The adapter of a scripted node in account mode. */
public final class ScriptedAccountChain implements AccountChain {
    private final ScriptedNode node;
    private final ScriptedParts parts;
    private final Faults faults;
    private final int confirmations;
    private final List<TokenProtocol> hosted;

    public ScriptedAccountChain(ScriptedNode node, Faults faults, int confirmations) {
        this(node, faults, confirmations, List.of());
    }

    private ScriptedAccountChain(ScriptedNode node, Faults faults, int confirmations, List<TokenProtocol> hosted) {
        this.node = node;
        this.parts = new ScriptedParts(node, faults, new FinalityRule.Confirmations(confirmations), hosted);
        this.faults = faults;
        this.confirmations = confirmations;
        this.hosted = hosted;
    }

    /** The same with these tokens. */
    ScriptedAccountChain hosting(List<TokenProtocol> tokens) {
        return new ScriptedAccountChain(node, faults, confirmations, List.copyOf(tokens));
    }

    public void feeRate(long rate) {
        parts.feeRate = rate;
    }

    /** Movements tell of what contracts pass on from now on. */
    public void trace() {
        parts.tracing = true;
    }

    /** Offers no balances any more. */
    public void offerNoBalances() {
        parts.comparing = false;
    }

    @Override
    public long minedSequence(Address sender) {
        return node.minedSequence(sender.text());
    }

    @Override
    public UnsignedTx assemble(List<TransferIntent> transfers, PublicKey sender, long sequence, FeeQuote fee) {
        if (transfers.size() != 1) {
            throw new IllegalArgumentException("transfers: one at a time");
        }
        ChainId chain = new ChainId(node.chain());
        TransferIntent transfer = transfers.get(0);
        return parts.assembled(new ScriptedTx(
                node.chain(),
                ScriptedParts.address(chain, sender).text(),
                sequence,
                List.of(),
                List.of(new ScriptedTx.Output(
                        transfer.to().text(), transfer.amount().units(), contract(transfer))),
                fee.maxFee().units()));
    }

    private String contract(TransferIntent transfer) {
        if (transfer.amount().asset().equals(descriptor().nativeAsset().id())) {
            return "";
        }
        TokenProtocol token = hosted.stream()
                .filter(one -> one.token().asset().id().equals(transfer.amount().asset()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("transfers: of an unknown token"));
        return token.encode(transfer).contract().text();
    }

    @Override
    public ChainDescriptor descriptor() {
        return parts.descriptor();
    }

    @Override
    public AddressCodec addresses() {
        return parts;
    }

    @Override
    public TransactionCodec codec() {
        return parts;
    }

    @Override
    public ChainReader reader() {
        return parts;
    }

    @Override
    public FeeEstimator fees() {
        return parts;
    }

    @Override
    public Broadcaster broadcaster() {
        return parts;
    }

    @Override
    public <C extends ChainCapability> Optional<C> capability(Class<C> type) {
        if (type == BalancesAtBlock.class && !parts.comparing) {
            return Optional.empty();
        }
        if (type == TokenHost.class && node.contracts().areHosted()) {
            return Optional.of(type.cast(new ScriptedTokenHost(this, node, faults)));
        }
        return type.isInstance(parts) ? Optional.of(type.cast(parts)) : Optional.empty();
    }
}
