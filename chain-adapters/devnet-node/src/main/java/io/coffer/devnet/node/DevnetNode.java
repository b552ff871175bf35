// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.io.Closeable;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** A running devnet node: chain, miner and HTTP server. */
public final class DevnetNode implements Closeable {
    private final Chain chain;
    private final AutoMiner miner;
    private final HttpFront front;

    private DevnetNode(Chain chain, AutoMiner miner, HttpFront front) {
        this.chain = chain;
        this.miner = miner;
        this.front = front;
    }

    /**
     * Opens the block file and serves it.
     *
     * @param clock gives the blocks their time
     * @throws IOException if the file is damaged, in use or of another chain, or the port is taken; the message says so
     */
    public static DevnetNode start(Arguments arguments, Clock clock) throws IOException {
        Chain chain = Chain.open(arguments.chain(), arguments.data(), clock);
        try {
            AutoMiner miner = new AutoMiner(chain);
            HttpFront front = new HttpFront(arguments.port(), new NodeCalls(chain), new ControlCalls(chain, miner));
            front.start();
            miner.every(arguments.blockTimeMs());
            return new DevnetNode(chain, miner, front);
        } catch (IOException | RuntimeException failed) {
            chain.close();
            throw failed;
        }
    }

    /** Where it listens, such as {@code http://127.0.0.1:8645}. */
    public URI uri() {
        return front.uri();
    }

    /** How many bytes of an unfinished record at the end of the file were cut off at the start. */
    public long tornBytes() {
        return chain.tornBytes();
    }

    /** Stops to answer and to mine, and frees the file. */
    @Override
    public void close() throws IOException {
        front.close();
        miner.close();
        chain.close();
    }
}
