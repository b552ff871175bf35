// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.Event;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Assets that are not sent and accounts that nothing leaves. Rules begin both, people too; only people end them. Each is
 * kept with its first reason: what came after is in the history.
 */
public final class Halts {
    private final Assets assets;
    private final Customers customers;
    private final NavigableMap<AssetId, OutboundHalt> halted = new TreeMap<>();
    private final NavigableMap<AccountId, FrozenAccount> frozen = new TreeMap<>();

    Halts(Assets assets, Customers customers) {
        this.assets = assets;
        this.customers = customers;
    }

    Outcome apply(AssetCommand.HaltOutbound command, Turn turn) {
        if (assets.asset(command.asset()).isEmpty()) {
            return RefusalCode.ASSET_UNKNOWN.refuse(command.asset() + " is not listed", "look at the list of assets");
        }
        halt(command.asset(), command.reason(), turn);
        return Outcome.DONE;
    }

    Outcome apply(AssetCommand.ReleaseOutbound command, Turn turn) {
        if (halted.remove(command.asset()) == null) {
            return RefusalCode.ASSET_NOT_HALTED.refuse(command.asset() + " is not halted", "look at the node's status");
        }
        turn.note(new Event.OutboundReleased(command.asset(), command.decidedBy(), command.reason()));
        return Outcome.DONE;
    }

    Outcome apply(CustomerCommand.FreezeAccount command, Turn turn) {
        if (customers.account(command.account()).isEmpty()) {
            return Customers.unknownAccount(command.account());
        }
        freeze(command.account(), command.reason(), turn);
        return Outcome.DONE;
    }

    Outcome apply(CustomerCommand.UnfreezeAccount command, Turn turn) {
        if (frozen.remove(command.account()) == null) {
            return RefusalCode.ACCOUNT_NOT_FROZEN.refuse(
                    "account " + command.account() + " is not frozen", "look at the node's status");
        }
        turn.note(new Event.AccountUnfrozen(command.account(), command.decidedBy(), command.reason()));
        return Outcome.DONE;
    }

    /** Halts an asset that is not halted already. */
    void halt(AssetId asset, String reason, Turn turn) {
        OutboundHalt halt = new OutboundHalt(asset, reason, turn.timeMs());
        if (halted.putIfAbsent(asset, halt) == null) {
            turn.note(new Event.OutboundHalted(halt));
        }
    }

    /** Freezes an account that is not frozen already. */
    void freeze(AccountId account, String reason, Turn turn) {
        FrozenAccount freeze = new FrozenAccount(account, reason, turn.timeMs());
        if (frozen.putIfAbsent(account, freeze) == null) {
            turn.note(new Event.AccountFrozen(freeze));
        }
    }

    /** Why an asset may not be sent; empty if it may. */
    Optional<Outcome.Refused> refusal(AssetId asset) {
        return halt(asset)
                .map(halt -> RefusalCode.ASSET_HALTED.refuse(
                        asset + " is not sent: " + halt.reason(), "an operator must look at it and release the asset"));
    }

    /** Why nothing may leave an account; empty if it may. */
    Optional<Outcome.Refused> refusal(AccountId account) {
        return frozen(account)
                .map(freeze -> RefusalCode.ACCOUNT_FROZEN.refuse(
                        "account " + account + " is frozen: " + freeze.reason(),
                        "an operator must look at it and unfreeze the account"));
    }

    public Optional<OutboundHalt> halt(AssetId asset) {
        return Optional.ofNullable(halted.get(asset));
    }

    public Optional<FrozenAccount> frozen(AccountId account) {
        return Optional.ofNullable(frozen.get(account));
    }

    public List<OutboundHalt> halts() {
        return List.copyOf(halted.values());
    }

    public List<FrozenAccount> frozen() {
        return List.copyOf(frozen.values());
    }

    public void writeTo(BinaryOut out) {
        out.count(halted.size());
        halted.values().forEach(halt -> {
            Values.write(out, halt.asset());
            out.text(halt.reason());
            out.i64(halt.sinceMs());
        });
        out.count(frozen.size());
        frozen.values().forEach(freeze -> {
            Values.write(out, freeze.account());
            out.text(freeze.reason());
            out.i64(freeze.sinceMs());
        });
    }

    public void readFrom(BinaryIn in) throws IOException {
        int halts = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < halts; i++) {
            OutboundHalt halt = new OutboundHalt(Values.assetId(in), in.text(), in.i64());
            halted.put(halt.asset(), halt);
        }
        int accounts = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < accounts; i++) {
            FrozenAccount freeze = new FrozenAccount(Values.accountId(in), in.text(), in.i64());
            frozen.put(freeze.account(), freeze);
        }
    }
}
