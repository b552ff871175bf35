// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.NetworkAssetId;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * An adapter behind its bulkheads: one for the supervisor, one for requests of clients, so that neither starves the
 * other. Ends with the adapter. Any thread may call.
 */
public final class GuardedAdapter implements AutoCloseable {
    private static final int SUPERVISOR_THREADS = 4;
    private static final int REQUEST_THREADS = 8;
    /** A client waits for an answer, so a node gets less time here than the supervisor gives it. */
    private static final long REQUEST_LIMIT_MS = 2_000;

    private final ChainAdapter adapter;
    private final ChainDescriptor descriptor;
    private final AdapterCalls supervision;
    private final AdapterCalls requests;
    private final Optional<HostedTokens> tokens;

    private GuardedAdapter(ChainAdapter adapter, ChainDescriptor descriptor, Bulkheads bulkheads) {
        this(adapter, descriptor, bulkheads, Optional.empty());
    }

    private GuardedAdapter(
            ChainAdapter adapter, ChainDescriptor descriptor, Bulkheads bulkheads, Optional<HostedTokens> tokens) {
        this.adapter = adapter;
        this.descriptor = descriptor;
        this.supervision = bulkheads.supervision();
        this.requests = bulkheads.requests();
        this.tokens = tokens;
    }

    /** Threads for the supervisor, and for requests. */
    private record Bulkheads(AdapterCalls supervision, AdapterCalls requests) {}

    /**
     * Takes an adapter in.
     *
     * @param deadlineMs for each call
     * @throws ChainException if it does not even say what chain it serves
     */
    public static GuardedAdapter open(ChainAdapter adapter, long deadlineMs) throws ChainException {
        AdapterCalls first = new AdapterCalls("coffer-adapter-new", 1, deadlineMs);
        ChainDescriptor descriptor;
        try {
            descriptor = first.call("descriptor", adapter::descriptor);
        } finally {
            first.close();
        }
        String name = "coffer-adapter-" + descriptor.chain();
        return new GuardedAdapter(
                adapter,
                descriptor,
                new Bulkheads(
                        new AdapterCalls(name, SUPERVISOR_THREADS, deadlineMs),
                        new AdapterCalls(name + "-requests", REQUEST_THREADS, deadlineMs)));
    }

    /** The same adapter as a chain with tokens, on the same threads. It ends with this one. */
    public GuardedAdapter hosting(AccountChain chain, HostedTokens hosted) {
        return new GuardedAdapter(chain, descriptor, new Bulkheads(supervision, requests), Optional.of(hosted));
    }

    /** The tokens that the chain is read with and that it can send. */
    public Optional<HostedTokens> tokens() {
        return tokens;
    }

    /** How a token moves; empty if it is not hosted, so that nothing can be said of it now. */
    public Optional<TokenProtocol> token(NetworkAssetId asset) {
        return tokens.flatMap(hosted -> Optional.ofNullable(hosted.protocols().get(asset)));
    }

    public ChainId chain() {
        return descriptor.chain();
    }

    /** As it was told when the adapter arrived; it does not change. */
    public ChainDescriptor descriptor() {
        return descriptor;
    }

    /** The adapter itself, for those who only pass it on. */
    public ChainAdapter bare() {
        return adapter;
    }

    /** Asks the adapter for the supervisor. */
    public <T> T ask(String what, ChainCall<T> call) throws ChainException {
        if (tokens.isEmpty()) {
            return supervision.call(what, () -> call.ask(adapter));
        }
        long failuresBefore = tokens.get().failures().getAsLong();
        try {
            T answer = supervision.call(what, () -> call.ask(adapter));
            requireSound(what, failuresBefore);
            return answer;
        } catch (ChainException failed) {
            requireSound(what, failuresBefore);
            throw failed;
        }
    }

    /** What an adapter makes of a token whose plugin failed meanwhile is not used, whatever it looks like. */
    private void requireSound(String what, long failuresBefore) throws ChainException {
        if (tokens.isPresent() && tokens.get().failures().getAsLong() != failuresBefore) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE, what + ": the plugin of a token failed, so the answer is not used");
        }
    }

    /**
     * Reads what a person typed.
     *
     * @throws InvalidAddressException if it is no address, or the adapter takes it for one of another chain. No adapter
     *     is asked for what can be no address on any chain: one that fails at it would look as if it could be tried again
     */
    public Address parse(String text) throws InvalidAddressException, ChainException {
        try {
            new Address(chain(), text);
        } catch (IllegalArgumentException never) {
            throw new InvalidAddressException("an address is 1 to " + Address.MAX_LENGTH
                    + " characters, letters, digits and signs of ASCII without a blank");
        }
        Attempt<Address> parsed = requests.call("address", () -> {
            try {
                return Attempt.of(adapter.addresses().parse(text));
            } catch (InvalidAddressException wrong) {
                return Attempt.failed(String.valueOf(wrong.getMessage()));
            }
        });
        Address address = parsed.value().orElseThrow(() -> new InvalidAddressException(parsed.problem()));
        if (!address.chain().equals(chain())) {
            throw new InvalidAddressException("the address is not of " + chain());
        }
        return address;
    }

    /**
     * The address of a key, checked: it must be of this chain and read back as itself.
     *
     * @throws ChainException of kind GARBAGE if it is not
     */
    public Address derive(PublicKey key) throws ChainException {
        Address address = requests.call("derive", () -> adapter.addresses().derive(key, AddressFormat.DEFAULT));
        try {
            if (!parse(address.text()).equals(address)) {
                throw new ChainException(ChainException.Kind.GARBAGE, "derive: " + address + " reads back differently");
            }
        } catch (InvalidAddressException wrong) {
            throw new ChainException(
                    ChainException.Kind.GARBAGE, "derive: " + address + " is no address: " + wrong.getMessage());
        }
        return address;
    }

    /** Whether the address runs code; empty if the chain has no such thing. */
    public Optional<Boolean> isContract(Address address) throws ChainException {
        Callable<Optional<Boolean>> probe = () -> {
            Optional<ContractProbe> capability = adapter.capability(ContractProbe.class);
            return capability.isEmpty()
                    ? Optional.empty()
                    : Optional.of(capability.get().isContract(address));
        };
        return requests.call("contract probe", REQUEST_LIMIT_MS, probe);
    }

    /** Threads of the adapter that did not come back in time and still run. */
    public int stuckThreads() {
        return supervision.stuckThreads() + requests.stuckThreads();
    }

    @Override
    public void close() {
        supervision.close();
        requests.close();
    }

    /** What came of a pure call that may refuse its argument. */
    private record Attempt<T>(Optional<T> value, String problem) {
        static <T> Attempt<T> of(T value) {
            return new Attempt<>(Optional.of(value), "");
        }

        static <T> Attempt<T> failed(String problem) {
            return new Attempt<>(Optional.empty(), problem);
        }
    }
}
