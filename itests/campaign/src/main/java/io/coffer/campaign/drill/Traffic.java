// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.World;
import io.coffer.campaign.chain.AssetDriver;
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
 * Customers who are paid one asset and withdraw it again, in this process; blocks come by a {@link BlockClock}. Whatever
 * the node answers to one of them is kept; it is asked again with the same key until that is definite.
 */
final class Traffic implements AutoCloseable {
    private static final int WORKERS = 2;
    private static final int WITHDRAWALS_EACH = 2;
    /** Between two customers of a worker: the drill is about what comes and goes, not about the most that can be borne. */
    private static final long PAUSE_MS = 1_000;

    /** Decimals of the amounts, so that they look alike for every asset. */
    private static final int PLACES = 6;

    private static final int LEAST_PAID = 200_000;
    private static final int MORE_PAID = 300_000;
    private static final int MOST_WITHDRAWN = 80_000;

    private final NodeClient node;
    private final AssetDriver asset;
    private final String symbol;
    private final List<Ack> acks = new CopyOnWriteArrayList<>();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final ExecutorService threads = Executors.newFixedThreadPool(WORKERS);
    private final List<Future<?>> workers = new ArrayList<>();

    /** Starts at once. */
    Traffic(World world, AssetDriver asset, long seed) throws IOException, InterruptedException {
        this.node = world.client();
        this.asset = asset;
        this.symbol = node.symbol(asset.asset());
        for (int i = 0; i < WORKERS; i++) {
            String name = asset.chain().name() + "-" + symbol + "-" + seed + "-" + i;
            Customers customers = new Customers(name, new Random(seed * 31 + symbol.hashCode() + i));
            workers.add(threads.submit(() -> {
                while (!ending.get()) {
                    customers.serveOne();
                    Thread.sleep(PAUSE_MS);
                }
                return null;
            }));
        }
    }

    AssetDriver asset() {
        return asset;
    }

    String symbol() {
        return symbol;
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
    }

    /**
     * Pays to the newest address once more, whatever the node is able to do at this moment.
     *
     * @throws IOException if there is no address yet
     */
    void payAgain() throws IOException, InterruptedException {
        Ack address = acks.stream()
                .filter(ack -> ack.kind().equals("address"))
                .reduce((before, after) -> after)
                .orElseThrow(() -> new IOException(symbol + " has no address to be paid to"));
        pay(address.owner(), address.id(), units(LEAST_PAID));
    }

    private void pay(String account, String address, BigInteger units) throws IOException, InterruptedException {
        String tx = asset.pay(address, units);
        acks.add(new Ack("paid", tx, tx, account, address, units));
    }

    private BigInteger units(int millionths) {
        return BigInteger.valueOf(millionths).multiply(BigInteger.TEN.pow(asset.decimals() - PLACES));
    }

    /** Lets every customer end what it is doing. */
    void finish() throws IOException, InterruptedException {
        ending.set(true);
        for (Future<?> one : workers) {
            await(one);
        }
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
                    () -> node.allocateAddress(account, asset.asset(), addressKey));
            pay(account, address, units(LEAST_PAID + random.nextInt(MORE_PAID)));
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
            String to = asset.chain().strangerAddress(random);
            String key = nextKey();
            Reply reply = Definite.reply(() -> node.withdraw(account, asset.asset(), to, asset.whole(amount), key));
            acks.add(new Ack("withdrawal", key, reply.text("id"), account, to, amount));
        }

        private String acked(String kind, String key, String field, String owner, Definite.Request request)
                throws IOException, InterruptedException {
            String id = Definite.reply(request).text(field);
            acks.add(new Ack(kind, key, id, owner, "", BigInteger.ZERO));
            return id;
        }

        private String nextKey() {
            return name + "-" + sequence++;
        }
    }
}
