// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.Halts;
import io.coffer.api.node.Halts.Halt;
import io.coffer.api.node.Waiting;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What an operator would do next, most urgent first. */
final class NextSteps {
    /** Withdrawals, and bundles, that are named one by one. */
    private static final int MAX_NAMED = 3;

    private final Node node;
    private final List<String> steps = new ArrayList<>();

    private NextSteps(Node node) {
        this.node = node;
    }

    static List<String> of(Node node) {
        NextSteps next = new NextSteps(node);
        next.addCore();
        next.addVault();
        next.addStops();
        next.addChains();
        next.addRules();
        next.addUnresolved();
        return List.copyOf(next.steps);
    }

    private void addCore() {
        Optional<MoneyCore> core = node.find(MoneyCore.class);
        if (core.isEmpty()) {
            steps.add("the money core is not running: log:tail says why");
            return;
        }
        CoreStatus status = core.get().status();
        switch (status.mode()) {
            case STOPPED -> steps.add("the core has stopped (" + status.detail() + "): repair the cause and restart");
            case DISK_FULL -> steps.add("the disk is full: make room, the core then goes on by itself");
            case CLOCK_HELD ->
                steps.add("the clock is not followed (" + status.detail()
                        + "): set it right, or accept it with ledger:clock-accept TIME");
            case RUNNING -> {}
        }
        if (!core.get().<Boolean>read(state -> state.trialBalance().isBalanced())) {
            steps.add("the books do not balance: stop withdrawals with chain:pause and look at ledger:trial-balance");
        }
    }

    private void addStops() {
        Optional<Stops> stops = node.find(MoneyCore.class).map(Stops::of);
        if (stops.isEmpty()) {
            return;
        }
        stops.get()
                .halts()
                .forEach(halt -> steps.add(halt.asset() + " is not sent (" + halt.reason()
                        + "): judge it, then asset:release " + halt.asset() + " NAME REASON"));
        List<FrozenAccount> frozen = stops.get().frozen();
        frozen.stream()
                .limit(MAX_NAMED)
                .forEach(each -> steps.add("account " + each.account() + " is frozen (" + each.reason()
                        + "): judge it, then wallet:unfreeze " + each.account() + " NAME REASON"));
        if (frozen.size() > MAX_NAMED) {
            steps.add("and " + (frozen.size() - MAX_NAMED) + " more accounts are frozen: coffer:status --json");
        }
    }

    private void addVault() {
        Optional<KeyVault.State> state = node.find(KeyVault.class).map(KeyVault::state);
        if (state.equals(Optional.of(KeyVault.State.ABSENT))) {
            steps.add("make the vault: vault:create, or vault:restore from written words");
        } else if (state.equals(Optional.of(KeyVault.State.SEALED))) {
            steps.add("unseal the vault, nothing is signed before: vault:unseal");
        }
    }

    private void addChains() {
        Optional<Chains> chains = node.find(Chains.class);
        if (chains.isEmpty()) {
            return;
        }
        for (ChainStatus chain : chains.get().statuses()) {
            node.find(Halts.class)
                    .flatMap(halts -> halts.halt(chain.chain()))
                    .ifPresent(halt -> addHalt(chain.chain(), halt));
            switch (chain.state()) {
                case DEGRADED, ABSENT ->
                    steps.add("chain " + chain.chain() + " is " + chain.state() + ": chain:show " + chain.chain());
                case PAUSED -> steps.add("chain " + chain.chain() + " is paused: chain:resume " + chain.chain());
                case SYNCING, SCANNING -> {}
            }
            chains.get().adapter(chain.chain()).ifPresent(adapter -> addSetup(adapter.descriptor()));
            addWaiting(chains.get().waiting(chain.chain()));
        }
    }

    private void addHalt(ChainId chain, Halt halt) {
        String judged = "chain " + chain + " is halted (" + halt.id() + ", " + halt.kind() + "): judge it, then ";
        steps.add(
                switch (halt.kind()) {
                    case FINAL_BLOCKS_REMOVED -> judged + "chain:resume --halt " + halt.id() + " " + chain;
                    case STEP_REFUSED ->
                        judged + "chain:resume --halt " + halt.id() + " " + chain
                                + ", or, of a withdrawal that is refused for good, chain:let-stand " + chain + " "
                                + halt.id() + " NAME REASON";
                    case ALL_BLOCKS_REMOVED -> judged + "chain:reset-cursor " + chain + " HEIGHT HASH";
                    case SIGHTING_REFUSED -> judged + "chain:set-aside " + chain + " " + halt.id() + " REASON";
                });
    }

    private void addSetup(ChainDescriptor chain) {
        Optional<MoneyCore> core = node.find(MoneyCore.class);
        if (core.isEmpty()) {
            return;
        }
        String asset = chain.nativeAsset().id().caip19();
        boolean listed =
                core.get().read(state -> state.listing(chain.nativeAsset().id()).isPresent());
        boolean enrolled = core.get().read(state -> isEnrolled(state, chain));
        if (enrolled && !listed) {
            steps.add("list the coin of " + chain.chain() + ": asset:add " + chain.symbol() + " DECIMALS, then"
                    + " asset:network " + asset + " " + chain.symbol());
        }
        if (!enrolled) {
            steps.add("take the keys of " + chain.chain() + " from the unsealed vault: wallet:enrol " + chain.chain());
        }
    }

    private static boolean isEnrolled(MoneyState state, ChainDescriptor chain) {
        return !state.addresses(chain.chain(), KeyPurpose.TREASURY, 0, 1).isEmpty();
    }

    private void addWaiting(List<Waiting> waiting) {
        waiting.stream()
                .limit(MAX_NAMED)
                .forEach(each -> steps.add(
                        "withdrawal " + each.withdrawal() + " waits (" + each.code() + "): " + each.reason()));
        if (waiting.size() > MAX_NAMED) {
            steps.add("and " + (waiting.size() - MAX_NAMED) + " more withdrawals wait: wallet:withdrawals");
        }
    }

    private void addUnresolved() {
        List<Unresolved> bundles = node.unresolved();
        bundles.stream().limit(MAX_NAMED).forEach(each -> steps.add(each.step()));
        if (bundles.size() > MAX_NAMED) {
            steps.add("and " + (bundles.size() - MAX_NAMED) + " more bundles are not resolved: bundle:list -t 0");
        }
    }

    private void addRules() {
        boolean none = node.find(MoneyCore.class)
                .map(core -> core.<Boolean>read(
                        state -> !state.assets().isEmpty() && state.limitRules().isEmpty()))
                .orElse(false);
        if (none) {
            steps.add("allow withdrawals, all are refused without a rule: wallet:limit-set");
        }
    }
}
