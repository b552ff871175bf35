// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeAnswer;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.chain.evm.tx.HostedTokens;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.regex.Pattern;

/** Follows the chain of one node and tells what became of transactions. */
final class EvmReader implements ChainReader {
    private static final Pattern TX_ID = Pattern.compile("0x[0-9a-f]{64}");

    private final NodeCalls node;
    private final NetworkAssetId coin;
    private final Clock clock;
    private final long maxLagSeconds;
    private final String finalTag;
    private final HeadAgreement agreement;
    private final BlockScan scan;
    private final boolean hasTokens;
    private final SentTransfers sent;

    EvmReader(
            NodeCalls node,
            EvmSettings settings,
            EvmAddresses addresses,
            HostedTokens tokens,
            TracesWherePossible traces,
            Clock clock) {
        this.node = node;
        this.coin = settings.coin();
        this.clock = clock;
        this.maxLagSeconds = settings.node().maxLagSeconds();
        this.finalTag = settings.reading().finalTag();
        this.agreement = new HeadAgreement(settings.node().agreement());
        this.scan = new BlockScan(coin, addresses, settings.reading(), tokens, traces);
        this.hasTokens = !tokens.isEmpty();
        this.sent = new SentTransfers(tokens, addresses);
    }

    @Override
    public BlockRef head() throws ChainException {
        return node.call(call -> agreement.head(
                call, current(call.result(Block.query("latest", false))).ref()));
    }

    @Override
    public BlockRef at(long height) throws ChainException {
        if (height < 0) {
            throw new IllegalArgumentException("height: " + height + " is negative");
        }
        return node.call(call ->
                existing(call.result(Block.query(height, false)), height).ref());
    }

    @Override
    public BlockRef finalized() throws ChainException {
        return node.call(this::finalized);
    }

    @Override
    public BlockPage read(BlockRef after, int blockLimit) throws ChainException {
        if (blockLimit < 1 || blockLimit > MAX_BLOCKS) {
            throw new IllegalArgumentException("blockLimit: " + blockLimit + " is not within 1.." + MAX_BLOCKS);
        }
        return node.call(call -> page(call, after, blockLimit));
    }

    @Override
    public TxStatus status(TxId transaction) throws ChainException {
        if (!TX_ID.matcher(transaction.text()).matches()) {
            throw new IllegalArgumentException("transaction: not 0x and 64 lower-case hexadecimal digits");
        }
        return node.call(call -> status(call, transaction));
    }

    private BlockRef finalized(NodeCall call) throws IOException, ChainException {
        Query query = Block.query(finalTag, false);
        NodeAnswer answer = call.ask(query);
        if (answer.hasError()) {
            throw noFinalBlock(answer.complaint());
        }
        if (answer.getResult().isNull()) {
            throw noFinalBlock("it answers with none");
        }
        BlockRef block = Block.head(answer.getResult(), finalTag + " block").ref();
        // Final and yet not on the node's own chain: then the node contradicts itself, or its chain just changed.
        BlockRef there = existing(call.result(Block.query(block.height(), false)), block.height())
                .ref();
        if (!there.equals(block)) {
            throw behind("the node's " + finalTag + " block " + block.height() + " is not the one on its chain");
        }
        agreement.require(call, block);
        return block;
    }

    private ChainException noFinalBlock(String complaint) {
        return new ChainException(
                ChainException.Kind.REFUSED,
                SettingsReader.CONFIRMATIONS + "=" + finalTag + ": the node tells no " + finalTag + " block ("
                        + complaint + "); ask a node that does, or set " + SettingsReader.CONFIRMATIONS
                        + " to a number of blocks");
    }

    private BlockPage page(NodeCall call, BlockRef after, int blockLimit) throws IOException, ChainException {
        // The chain is confirmed each time: blocks of another chain would look like a reorganisation of this one.
        call.confirmChain();
        List<JsonNode> both = call.results(List.of(Block.query("latest", false), Block.query(after.height(), false)));
        BlockRef head = agreement.head(call, current(both.get(0)).ref());
        if (head.height() < after.height()) {
            throw behind("the node is at " + head.height() + ", below " + after.height() + " that it had reached");
        }
        if (!existing(both.get(1), after.height()).ref().equals(after)) {
            agreement.requireGone(call, after);
            return new BlockPage(List.of(new BlockEvent.Removed(after)), head);
        }
        long last = Math.min(head.height(), after.height() + blockLimit);
        List<BlockEvent> events = scan.added(call, after, last);
        if (!events.isEmpty() && !events.get(events.size() - 1).block().equals(head)) {
            agreement.require(call, events.get(events.size() - 1).block());
        }
        return new BlockPage(events, head);
    }

    private TxStatus status(NodeCall call, TxId id) throws IOException, ChainException {
        Query byId = Query.of("eth_getTransactionReceipt", id.text());
        List<JsonNode> both = call.results(List.of(
                Query.of("eth_getTransactionByHash", id.text()).with(SentTransfers.DETAILS),
                hasTokens ? byId.with(Receipt.LOGS) : byId));
        boolean known = !both.get(0).isNull();
        if (both.get(1).isNull()) {
            return known ? new TxStatus.Pending() : new TxStatus.Unknown();
        }
        Receipt receipt = hasTokens ? Receipt.withLogs(both.get(1)) : Receipt.of(both.get(1));
        if (!receipt.tx().equals(id)) {
            throw new ChainException(ChainException.Kind.GARBAGE, "receipt: of another transaction");
        }
        JsonNode block = call.result(Block.query(receipt.block().height(), false));
        if (block.isNull() || !Block.head(block, "block of receipt").ref().equals(receipt.block())) {
            // A reorganisation is under way: the receipt is of a block that is no longer on the chain.
            return known ? new TxStatus.Pending() : new TxStatus.Unknown();
        }
        if (!known) {
            throw behind("the node has the receipt of " + id + ", and the transaction itself not yet");
        }
        SentTransfers.Effect effect = sent.effect(both.get(0), receipt);
        Amount fee = new Amount(coin, receipt.feeWei(both.get(0)));
        return effect instanceof SentTransfers.Effect.Otherwise otherwise
                ? new TxStatus.MinedOtherwise(receipt.block(), otherwise.left(), otherwise.back(), fee)
                : new TxStatus.Mined(receipt.block(), ((SentTransfers.Effect.AsSent) effect).succeeded(), fee);
    }

    private Block current(JsonNode latest) throws ChainException {
        Block head = Block.head(latest, "latest block");
        long age = clock.instant().getEpochSecond() - head.timestamp();
        if (maxLagSeconds > 0 && age > maxLagSeconds) {
            throw behind("the node's latest block " + head.ref().height() + " is " + age
                    + " s old, more than maxLagSeconds " + maxLagSeconds);
        }
        return head;
    }

    private static Block existing(JsonNode json, long height) throws ChainException {
        if (json.isNull()) {
            throw behind("the node has no block at " + height);
        }
        Block block = Block.head(json, "block " + height);
        if (block.ref().height() != height) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE,
                    "block " + height + ": has number " + block.ref().height());
        }
        return block;
    }

    private static ChainException behind(String message) {
        return new ChainException(ChainException.Kind.BEHIND, message);
    }
}
