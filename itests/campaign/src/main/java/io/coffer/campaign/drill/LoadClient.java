// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import io.coffer.campaign.Arguments;
import io.coffer.campaign.client.DevnetClient;
import io.coffer.campaign.client.NodeClient;
import io.coffer.campaign.client.Reply;
import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Octets;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * An exchange under load, as a process of its own: it makes customers, lets the test account pay to their addresses and
 * withdraws again, and asks again with the same key until it has a definite answer, however often the node goes away.
 * It ends when its standard input ends.
 */
public final class LoadClient {
    private static final String CHAIN = "devnet:main";
    private static final String ASSET = CHAIN + "/slip44:1";
    private static final int DECIMALS = 8;
    private static final int WITHDRAWALS_EACH = 6;
    private static final int PERCENT_ASKED_TWICE = 10;

    private final NodeClient node;
    private final DevnetClient devnet;
    private final AckLog log;
    private final AtomicBoolean stopping;
    private final String name;
    private final Random random;
    private int sequence;

    private LoadClient(
            NodeClient node, DevnetClient devnet, AckLog log, AtomicBoolean stopping, String name, Random random) {
        this.node = node;
        this.devnet = devnet;
        this.log = log;
        this.stopping = stopping;
        this.name = name;
        this.random = random;
    }

    /** Runs the workers until standard input ends. The token is the first line of it. */
    public static boolean run(Arguments arguments) throws IOException, InterruptedException {
        arguments.allowOnly("--node", "--devnet", "--acks", "--seed", "--workers");
        String token = firstLine();
        long seed = arguments.number("--seed", 1);
        int workers = arguments.count("--workers", 4);
        AtomicBoolean stopping = new AtomicBoolean();
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try (AckLog log = new AckLog(Path.of(arguments.require("--acks")))) {
            List<Future<?>> running = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                LoadClient client = new LoadClient(
                        new NodeClient(URI.create(arguments.require("--node")), token),
                        new DevnetClient(URI.create(arguments.require("--devnet"))),
                        log,
                        stopping,
                        seed + "-" + i,
                        new Random(seed * 31 + i));
                running.add(threads.submit(() -> {
                    client.work();
                    return null;
                }));
            }
            while (System.in.read() >= 0) {
                // Whatever is written is ignored: only the end counts.
            }
            stopping.set(true);
            for (Future<?> worker : running) {
                worker.get();
            }
            return true;
        } catch (ExecutionException failed) {
            throw new IOException("a worker failed", failed.getCause());
        } finally {
            threads.shutdownNow();
        }
    }

    private static String firstLine() throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = System.in.read(); c >= 0 && c != '\n'; c = System.in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private void work() throws IOException, InterruptedException {
        while (!stopping.get()) {
            serveOneCustomer();
        }
    }

    private void serveOneCustomer() throws IOException, InterruptedException {
        String customerKey = nextKey();
        String customer = acked("customer", customerKey, "id", "", () -> node.createCustomer(customerKey));
        String accountKey = nextKey();
        String account = acked("account", accountKey, "id", customer, () -> node.openAccount(customer, accountKey));
        String addressKey = nextKey();
        String address = acked(
                "address", addressKey, "address", account, () -> node.allocateAddress(account, ASSET, addressKey));

        BigInteger paid = BigInteger.valueOf(100_000_000L + random.nextInt(200_000_000));
        String tx = devnet.faucet(address, paid);
        log.write(new Ack("paid", tx, tx, account, address, paid));
        awaitCredit(account);
        for (int i = 0; i < WITHDRAWALS_EACH; i++) {
            withdraw(account, BigInteger.valueOf(1 + random.nextInt(15_000_000)));
        }
    }

    private void awaitCredit(String account) throws IOException, InterruptedException {
        Definite.reply(() -> {
            Reply reply = node.balances(account);
            boolean credited =
                    reply.isOk() && NodeClient.available(reply.body(), "DEV").signum() > 0;
            return credited || !reply.isOk() ? reply : new Reply(503, reply.body());
        });
    }

    private void withdraw(String account, BigInteger units) throws IOException, InterruptedException {
        byte[] hash = new byte[20];
        random.nextBytes(hash);
        String to = DevnetAddress.of(Octets.of(hash));
        String key = nextKey();
        String amount = new BigDecimal(units, DECIMALS).toPlainString();
        Reply reply = Definite.reply(() -> node.withdraw(account, ASSET, to, amount, key));
        log.write(new Ack("withdrawal", key, reply.text("id"), account, to, units));
        if (random.nextInt(100) < PERCENT_ASKED_TWICE) {
            Reply again = Definite.reply(() -> node.withdraw(account, ASSET, to, amount, key));
            if (!again.text("id").equals(reply.text("id"))) {
                throw new IOException("key " + key + " made " + reply.text("id") + " and " + again.text("id"));
            }
        }
    }

    private String acked(String kind, String key, String field, String owner, Definite.Request request)
            throws IOException, InterruptedException {
        String id = Definite.reply(request).text(field);
        log.write(new Ack(kind, key, id, owner, "", BigInteger.ZERO));
        return id;
    }

    private String nextKey() {
        return name + "-" + sequence++;
    }
}
