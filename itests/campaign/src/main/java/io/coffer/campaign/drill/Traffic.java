// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.World;
import io.coffer.campaign.chain.ChainDriver;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.client.Reply;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Customers of one chain who are paid and withdraw again, and blocks that come meanwhile, in this process. Whatever the
 * node answers to one of them is kept; it is asked again with the same key until that is definite.
 */
final class Traffic implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final int WITHDRAWALS_EACH = 2;
    private static final long BLOCK_TIME_MS = 250;
    /** Decimals of the amounts, so that they look alike on every chain. */
    private static final int PLACES = 8;

    private static final int LEAST_PAID = 20_000_000;
    private static final int MORE_PAID = 30_000_000;
    private static final int MOST_WITHDRAWN = 8_000_000;

    private final NodeClient node;
    private final ChainDriver chain;
    private final String symbol;
    private final List<Ack> acks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final AtomicBoolean ended = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS + 1);
    private final List<Future<?>> workers = new ArrayList<>();
    private final Future<?> miner;

    /** Starts at once. */
    Traffic(World world, ChainDriver chain, long seed) throws IOException, InterruptedException {
        this.node = world.client();
        this.chain = chain;
        this.symbol = node.symbol(chain.asset());
        for (int i = 0; i < WORKERS; i++) {
            Customers customers = new Customers(chain.name() + "-" + seed + "-" + i, new Random(seed * 31 + i));
            workers.add(threads.submit(() -> {
                while (!ending.get()) {
                    customers.serveOne();
                }
                return null;
            }));
        }
        this.miner = threads.submit(() -> {
            while (!ended.get()) {
                chain.mine(1);
                Thread.sleep(BLOCK_TIME_MS);
            }
            return null;
        });
    }

    ChainDriver chain() {
        return chain;
    }

    long payments() {
        return count("paid");
    }

    long withdrawals() {
        return count("withdrawal");
    }

    List<Ack> acks() {
        return List.copyOf(acks);
    }

    /** @throws IOException if somebody has given up, with the reason */
    void requireAlive() throws IOException, InterruptedException {
        for (Future<?> one : workers) {
            if (one.isDone()) {
                await(one);
            }
        }
        if (miner.isDone()) {
            await(miner);
        }
    }

    /** Lets every customer end what it is doing, and then the blocks. */
    void finish() throws IOException, InterruptedException {
        ending.set(true);
        for (Future<?> one : workers) {
            await(one);
        }
        ended.set(true);
        await(miner);
    }

    @Override
    public void close() {
        threads.shutdownNow();
    }

    private static void await(Future<?> future) throws IOException, InterruptedException {
        try {
            future.get();
        } catch (ExecutionException failed) {
            throw new IOException("the traffic broke off", failed.getCause());
        }
    }

    private long count(String kind) {
        return acks.stream().filter(ack -> ack.kind().equals(kind)).count();
    }

    /** One customer after the other. */
    private final class Customers {
        private final String name;
        private final Random random;
        private int sequence;

        Customers(String name, Random random) {
            this.name = name;
            this.random = random;
        }

        void serveOne() throws IOException, InterruptedException {
            String customerKey = nextKey();
            String customer = acked("customer", customerKey, "id", "", () -> node.createCustomer(customerKey));
            String accountKey = nextKey();
            String account = acked("account", accountKey, "id", customer, () -> node.openAccount(customer, accountKey));
            String addressKey = nextKey();
            String address = acked(
                    "address",
                    addressKey,
                    "address",
                    account,
                    () -> node.allocateAddress(account, chain.asset(), addressKey));
            BigInteger paid = units(LEAST_PAID + random.nextInt(MORE_PAID));
            String tx = chain.pay(address, paid);
            acks.add(new Ack("paid", tx, tx, account, address, paid));
            awaitCredit(account);
            for (int i = 0; i < WITHDRAWALS_EACH; i++) {
                withdraw(account, units(1 + random.nextInt(MOST_WITHDRAWN)));
            }
        }

        private void awaitCredit(String account) throws IOException, InterruptedException {
            Definite.reply(() -> {
                Reply reply = node.balances(account);
                boolean credited = reply.isOk()
                        && NodeClient.available(reply.body(), symbol).signum() > 0;
                return credited || !reply.isOk() ? reply : new Reply(503, reply.body());
            });
        }

        private void withdraw(String account, BigInteger amount) throws IOException, InterruptedException {
            String to = chain.strangerAddress(random);
            String key = nextKey();
            Reply reply =
                    Definite.reply(() -> node.withdraw(account, chain.asset(), to, World.coins(chain, amount), key));
            acks.add(new Ack("withdrawal", key, reply.text("id"), account, to, amount));
        }

        private String acked(String kind, String key, String field, String owner, Definite.Request request)
                throws IOException, InterruptedException {
            String id = Definite.reply(request).text(field);
            acks.add(new Ack(kind, key, id, owner, "", BigInteger.ZERO));
            return id;
        }

        private BigInteger units(int hundredMillionths) {
            return BigInteger.valueOf(hundredMillionths).multiply(BigInteger.TEN.pow(chain.decimals() - PLACES));
        }

        private String nextKey() {
            return name + "-" + sequence++;
        }
    }
}
