// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.chain.evm.rpc.NodeCall;
import io.coffer.chain.evm.rpc.NodeCalls;
import io.coffer.chain.evm.rpc.Query;
import io.coffer.chain.evm.tx.EvmAddresses;
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
    private final BlockScan scan;

    EvmReader(NodeCalls node, NetworkAssetId coin, EvmAddresses addresses, Clock clock, long maxLagSeconds) {
        this.node = node;
        this.coin = coin;
        this.clock = clock;
        this.maxLagSeconds = maxLagSeconds;
        this.scan = new BlockScan(coin, addresses);
    }

    @Override
    public BlockRef head() throws ChainException {
        return node.call(
                call -> current(call.result(Block.query("latest", false))).ref());
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
        return node.call(call -> {
            JsonNode block = call.result(Block.query("finalized", false));
            if (block.isNull()) {
                throw new ChainException(ChainException.Kind.REFUSED, "the node knows no finalized block");
            }
            return Block.head(block, "finalized block").ref();
        });
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

    private BlockPage page(NodeCall call, BlockRef after, int blockLimit) throws IOException, ChainException {
        // The chain is confirmed each time: blocks of another chain would look like a reorganisation of this one.
        call.confirmChain();
        List<JsonNode> both = call.results(List.of(Block.query("latest", false), Block.query(after.height(), false)));
        BlockRef head = current(both.get(0)).ref();
        if (head.height() < after.height()) {
            throw behind("the node is at " + head.height() + ", below " + after.height() + " that it had reached");
        }
        if (!existing(both.get(1), after.height()).ref().equals(after)) {
            return new BlockPage(List.of(new BlockEvent.Removed(after)), head);
        }
        long last = Math.min(head.height(), after.height() + blockLimit);
        return new BlockPage(scan.added(call, after, last), head);
    }

    private TxStatus status(NodeCall call, TxId id) throws IOException, ChainException {
        List<JsonNode> both = call.results(List.of(
                Query.of("eth_getTransactionByHash", id.text()), Query.of("eth_getTransactionReceipt", id.text())));
        boolean known = !both.get(0).isNull();
        if (both.get(1).isNull()) {
            return known ? new TxStatus.Pending() : new TxStatus.Unknown();
        }
        Receipt receipt = Receipt.of(both.get(1));
        if (!receipt.tx().equals(id)) {
            throw new ChainException(ChainException.Kind.GARBAGE, "receipt: of another transaction");
        }
        JsonNode block = call.result(Block.query(receipt.block().height(), false));
        if (block.isNull() || !Block.head(block, "block of receipt").ref().equals(receipt.block())) {
            // A reorganisation is under way: the receipt is of a block that is no longer on the chain.
            return known ? new TxStatus.Pending() : new TxStatus.Unknown();
        }
        return new TxStatus.Mined(receipt.block(), receipt.succeeded(), new Amount(coin, receipt.feeWei()));
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
