// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyForensics;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Sweep;
import io.coffer.api.node.Waiting;
import io.coffer.api.node.Wallets;
import io.coffer.api.request.CommandId;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.money.LocalMoneyCore;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainId;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.lang.reflect.Field;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.karaf.shell.api.action.Argument;
import org.apache.karaf.shell.api.action.Option;
import org.apache.karaf.shell.api.console.Session;

/** A node with a real core, a vault and a chain that tests move by hand; runs commands as the shell does. */
final class BenchNode implements Node, AutoCloseable {
    static final ChainId DEVNET = new ChainId("devnet:main");

    final LocalMoneyCore core;
    final CoreWallets wallets;
    final HandVault vault = new HandVault();
    final HandChains chains = new HandChains();
    final Map<Class<?>, Object> services = new HashMap<>();
    final List<Unresolved> unresolved = new ArrayList<>();
    private long keys;

    BenchNode(Path folder) throws IOException {
        core = LocalMoneyCore.open(folder, Clock.systemUTC());
        services.put(MoneyCore.class, core);
        services.put(MoneyForensics.class, core);
        wallets = new CoreWallets(core);
        services.put(Wallets.class, wallets);
        services.put(KeyVault.class, vault);
        services.put(Chains.class, chains);
    }

    @Override
    public <T> Optional<T> find(Class<T> service) {
        return Optional.ofNullable(services.get(service)).map(service::cast);
    }

    @Override
    public List<Unresolved> unresolved() {
        return List.copyOf(unresolved);
    }

    @Override
    public RequestKey newKey() {
        return new RequestKey(CommandId.of("test", Long.toString(++keys)), 0);
    }

    @Override
    public String version() {
        return "0.1.0";
    }

    @Override
    public void close() throws Exception {
        core.close();
    }

    /** Runs a command with words as an operator types them, and standard input; gives what it printed. */
    String run(NodeCommand command, String input, String... words) throws Exception {
        bind(command, words);
        InputStream before = System.in;
        System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try {
            command.run(this, new Screen(new PrintStream(out, true, StandardCharsets.UTF_8)), headless());
        } finally {
            System.setIn(before);
        }
        return out.toString(StandardCharsets.UTF_8);
    }

    /** Sets options and arguments as the shell does, which takes options before the first argument only. */
    private static void bind(NodeCommand command, String... words) throws IllegalAccessException {
        List<String> arguments = new ArrayList<>();
        for (int at = 0; at < words.length; at++) {
            Optional<Field> option = option(command.getClass(), words[at]);
            if (option.isEmpty() || !arguments.isEmpty()) {
                arguments.add(words[at]);
            } else if (option.get().getType() == boolean.class) {
                option.get().setBoolean(command, true);
            } else {
                set(option.get(), command, words[++at]);
            }
        }
        for (int index = 0; index < arguments.size(); index++) {
            set(argument(command.getClass(), index), command, arguments.get(index));
        }
    }

    private static void set(Field field, NodeCommand command, String word) throws IllegalAccessException {
        if (field.getType() == int.class) {
            field.setInt(command, Integer.parseInt(word));
        } else if (field.getType() == long.class) {
            field.setLong(command, Long.parseLong(word));
        } else {
            field.set(command, word);
        }
    }

    private static Optional<Field> option(Class<?> type, String name) {
        return fields(type).stream()
                .filter(field -> field.isAnnotationPresent(Option.class)
                        && field.getAnnotation(Option.class).name().equals(name))
                .findFirst();
    }

    private static Field argument(Class<?> type, int index) {
        return fields(type).stream()
                .filter(field -> field.isAnnotationPresent(Argument.class)
                        && field.getAnnotation(Argument.class).index() == index)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("too many arguments specified"));
    }

    private static List<Field> fields(Class<?> type) {
        List<Field> fields = new ArrayList<>();
        for (Class<?> each = type; each != Object.class; each = each.getSuperclass()) {
            for (Field field : each.getDeclaredFields()) {
                field.setAccessible(true);
                fields.add(field);
            }
        }
        return fields;
    }

    /** A session without a terminal, as for one command over SSH. */
    private static Session headless() {
        return (Session) Proxy.newProxyInstance(
                BenchNode.class.getClassLoader(), new Class<?>[] {Session.class}, (proxy, method, args) -> null);
    }

    /** A chain without an adapter. */
    static final class HandChains implements Chains {
        ChainStatus.State state = ChainStatus.State.SCANNING;
        Optional<String> reason = Optional.empty();
        final List<Waiting> waiting = new ArrayList<>();
        final List<Sweep> sweeps = new ArrayList<>();
        final List<WithdrawalId> bumped = new ArrayList<>();
        Optional<Refusal> bumpRefusal = Optional.empty();

        @Override
        public List<Sweep> sweeps(ChainId chain) {
            return chain.equals(DEVNET) ? sweeps : List.of();
        }

        @Override
        public Optional<Refusal> bump(WithdrawalId withdrawal) {
            bumped.add(withdrawal);
            return bumpRefusal;
        }

        @Override
        public List<ChainStatus> statuses() {
            return List.of(new ChainStatus(
                    DEVNET,
                    state,
                    new ChainStatus.Reach(Optional.of(new BlockRef(12, "b12")), Optional.of(new BlockRef(10, "b10"))),
                    new ChainStatus.Work(1, 2, 3),
                    new ChainStatus.Absences(2, 310, 450),
                    reason));
        }

        @Override
        public Optional<ChainStatus> status(ChainId chain) {
            return statuses().stream()
                    .filter(each -> each.chain().equals(chain))
                    .findFirst();
        }

        @Override
        public Optional<ChainAdapter> adapter(ChainId chain) {
            return Optional.empty();
        }

        @Override
        public boolean pause(ChainId chain) {
            state = ChainStatus.State.PAUSED;
            return chain.equals(DEVNET);
        }

        @Override
        public boolean resume(ChainId chain) {
            state = ChainStatus.State.SCANNING;
            return chain.equals(DEVNET);
        }

        @Override
        public List<Waiting> waiting(ChainId chain) {
            return waiting;
        }
    }
}
