// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.adapter.AdapterCalls;
import io.coffer.wallet.core.Pause;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The protocol of one token behind the bulkhead of its plugin: this is what chain adapters are handed.
 *
 * <p>What a plugin says of itself is asked once; each other call runs on the plugin's own threads under a deadline, and
 * its answer must be about this token. A call that throws, does not come back or answers nonsense fails with an
 * exception and is counted, so that nothing that an adapter made of it is used; then the token rests. Any thread may
 * call. Once closed it holds nothing of the plugin.
 */
public final class GuardedProtocol implements TokenProtocol {
    /** Before a plugin that failed is asked again. Doubles. */
    static final long REST_MS = 10_000;

    static final long LONGEST_REST_MS = 600_000;

    private static final int MAX_DECIMALS = 255;

    private static final Logger LOG = LoggerFactory.getLogger(GuardedProtocol.class);

    private final Facts facts;
    private final AtomicReference<@Nullable TokenProtocol> plugin;
    private final AdapterCalls calls;
    private final InstantSource clock;
    private final AtomicLong failures = new AtomicLong();
    private volatile Optional<Rest> rest = Optional.empty();

    /** What a plugin says of its token once and for all. */
    record Facts(AssetDescriptor token, Address contract, CreditRule creditRule) {}

    /** Why nothing is asked, and until when. */
    private record Rest(String reason, Pause pause) {}

    /** What a question with a lawful refusal came to. */
    private record Attempt<T>(Optional<T> value, String refusal) {}

    GuardedProtocol(Facts facts, TokenProtocol plugin, AdapterCalls calls, InstantSource clock) {
        this.facts = facts;
        this.plugin = new AtomicReference<>(plugin);
        this.calls = calls;
        this.clock = clock;
    }

    public NetworkAssetId id() {
        return facts.token().asset().id();
    }

    /** Why it is not asked now; empty if it can be. */
    Optional<String> resting() {
        return rest.filter(present -> present.pause().lasts(clock)).map(Rest::reason);
    }

    /** How often it has failed. */
    long failures() {
        return failures.get();
    }

    /** Lets the plugin go. */
    void close() {
        plugin.set(null);
    }

    @Override
    public AssetDescriptor token() {
        return facts.token();
    }

    @Override
    public Address contract() {
        return facts.contract();
    }

    @Override
    public CreditRule creditRule() {
        return facts.creditRule();
    }

    /** The plugin sees the logs of its own contract only. */
    @Override
    public List<TokenMovement> movements(List<ContractLog> logs) {
        List<ContractLog> own =
                logs.stream().filter(log -> log.contract().equals(contract())).toList();
        if (own.isEmpty()) {
            return List.of();
        }
        List<TokenMovement> found = ask("movements", protocol -> List.copyOf(protocol.movements(own)));
        Set<Integer> indexes = new HashSet<>();
        own.forEach(log -> indexes.add(log.index()));
        int last = -1;
        for (TokenMovement movement : found) {
            require(movement.logIndex() > last && indexes.contains(movement.logIndex()), "movements of no log");
            require(isOwn(movement.amount()), "movements of another asset");
            require(isHere(movement.from()) && isHere(movement.to()), "movements on another chain");
            last = movement.logIndex();
        }
        return found;
    }

    @Override
    public ContractCall encode(TransferIntent transfer) {
        ContractCall call = attempt("encode", protocol -> protocol.encode(transfer));
        require(call.contract().equals(contract()), "encode calls another contract");
        require(decode(call).equals(Optional.of(transfer)), "encode makes another transfer");
        return call;
    }

    @Override
    public Optional<TransferIntent> decode(ContractCall call) {
        if (!call.contract().equals(contract())) {
            return Optional.empty();
        }
        Optional<TransferIntent> transfer = ask("decode", protocol -> protocol.decode(call));
        require(
                transfer.isEmpty()
                        || (isOwn(transfer.get().amount())
                                && isHere(transfer.get().to())),
                "decode tells of something else");
        return transfer;
    }

    @Override
    public ContractCall balanceCall(Address holder) {
        ContractCall call = attempt("balanceCall", protocol -> protocol.balanceCall(holder));
        require(call.contract().equals(contract()), "balanceCall asks another contract");
        return call;
    }

    @Override
    public Optional<Amount> balance(Bytes answer) {
        Optional<Amount> balance = ask("balance", protocol -> protocol.balance(answer));
        require(balance.isEmpty() || isOwn(balance.get()), "balance is of another asset");
        return balance;
    }

    @Override
    public Optional<ContractCall> decimalsCall() {
        Optional<ContractCall> call = ask("decimalsCall", TokenProtocol::decimalsCall);
        require(call.isEmpty() || call.get().contract().equals(contract()), "decimalsCall asks another contract");
        return call;
    }

    @Override
    public Optional<Integer> decimals(Bytes answer) {
        Optional<Integer> decimals = ask("decimals", protocol -> protocol.decimals(answer));
        require(
                decimals.isEmpty() || (decimals.get() >= 0 && decimals.get() <= MAX_DECIMALS),
                "decimals are out of range");
        return decimals;
    }

    private boolean isOwn(Amount amount) {
        return amount.asset().equals(id());
    }

    private boolean isHere(Address address) {
        return address.chain().equals(ChainId.of(id()));
    }

    /** A question whose argument the plugin may refuse. */
    private <T> T attempt(String what, Function<TokenProtocol, T> question) {
        Attempt<T> attempt = ask(what, protocol -> {
            try {
                return new Attempt<>(Optional.of(question.apply(protocol)), "");
            } catch (IllegalArgumentException refused) {
                return new Attempt<>(Optional.empty(), String.valueOf(refused.getMessage()));
            }
        });
        return attempt.value().orElseThrow(() -> new IllegalArgumentException(attempt.refusal()));
    }

    private <T> T ask(String what, Function<TokenProtocol, T> question) {
        Optional<String> resting = resting();
        if (resting.isPresent()) {
            throw counted(resting.get());
        }
        TokenProtocol asked = plugin.get();
        if (asked == null) {
            throw counted("its plugin is gone");
        }
        try {
            return calls.call(what, () -> question.apply(asked));
        } catch (ChainException failed) {
            // Whoever waits is stopped, or the plugin went: neither is the plugin's fault.
            throw failed.kind() == Kind.UNREACHABLE
                    ? counted(String.valueOf(failed.getMessage()))
                    : broken(String.valueOf(failed.getMessage()));
        }
    }

    private void require(boolean sound, String lie) {
        if (!sound) {
            throw broken(lie);
        }
    }

    private ProtocolFailedException broken(String reason) {
        Optional<Rest> before =
                rest.filter(last -> clock.millis() - last.pause().beginMs() < 2 * LONGEST_REST_MS);
        Pause pause =
                before.isPresent() ? before.get().pause().longer(clock, LONGEST_REST_MS) : Pause.from(clock, REST_MS);
        rest = Optional.of(new Rest("its plugin failed: " + reason, pause));
        LOG.error("{}: its plugin failed, the token rests: {}", id(), reason);
        return counted("its plugin failed: " + reason);
    }

    private ProtocolFailedException counted(String reason) {
        failures.incrementAndGet();
        return new ProtocolFailedException(id() + ": " + reason);
    }
}
