// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.api.core.CoreStatus;
import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.ChainStatus;
import io.coffer.api.node.Chains;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryStatus;
import io.coffer.api.node.Wallets;
import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.SigningService;
import io.coffer.wire.ChainViews;
import io.coffer.wire.HistoryViews;
import io.coffer.wire.Json;
import io.coffer.wire.WireViews;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/** Whether the node lives, whether it is ready, and how it is. */
final class HealthRoutes {
    private final Services services;
    private final String version;

    HealthRoutes(Services services, String version) {
        this.services = services;
        this.version = version;
    }

    void register(Router router) {
        router.getOpen("/v1/health/live", call -> {
            call.query().end();
            return RestResponse.ok(Json.members().put("status", "ok").build());
        });
        router.getOpen("/v1/health/ready", this::ready);
        router.get("/v1/status", this::status);
    }

    /**
     * Ready is who can take deposits and requests; so a sealed vault, a full disk, a clock that is not followed or a chain in trouble degrade, and
     * only a core that has stopped or a service that is missing make it not ready. Open to everybody, so it names no
     * host and no reason in words.
     */
    private RestResponse ready(Router.Call call) throws Problem {
        call.query().end();
        List<Json> reasons = new ArrayList<>();
        boolean able = isAble(reasons);
        addVault(reasons);
        addHistory(reasons);
        services.find(Chains.class).map(Chains::statuses).orElse(List.of()).stream()
                .filter(chain -> chain.state() != ChainStatus.State.SCANNING)
                .forEach(chain ->
                        reasons.add(reason(chain.chain().caip2(), chain.state().name())));
        String status = !able ? "unavailable" : reasons.isEmpty() ? "ok" : "degraded";
        Json.Dictionary view = Json.members()
                .put("status", status)
                .put("reasons", Json.sequence(reasons))
                .build();
        return new RestResponse(able ? 200 : 503, view, java.util.Map.of());
    }

    private boolean isAble(List<Json> reasons) {
        boolean able = true;
        Optional<CoreStatus.Mode> mode =
                services.find(MoneyCore.class).map(core -> core.status().mode());
        if (!mode.equals(Optional.of(CoreStatus.Mode.RUNNING))) {
            reasons.add(reason("core", mode.map(Enum::name).orElse("ABSENT")));
            able = mode.equals(Optional.of(CoreStatus.Mode.DISK_FULL))
                    || mode.equals(Optional.of(CoreStatus.Mode.CLOCK_HELD));
        }
        if (services.find(Wallets.class).isEmpty()
                || services.find(Chains.class).isEmpty()) {
            reasons.add(reason("wallet", "ABSENT"));
            able = false;
        }
        return able;
    }

    private void addVault(List<Json> reasons) {
        Optional<KeyVault.State> state = services.find(KeyVault.class).map(KeyVault::state);
        if (!state.equals(Optional.of(KeyVault.State.UNSEALED))) {
            reasons.add(reason("vault", state.map(Enum::name).orElse("ABSENT")));
        }
    }

    private void addHistory(List<Json> reasons) {
        Optional<HistoryStatus.State> state =
                services.find(History.class).map(history -> history.status().state());
        boolean moves = state.equals(Optional.of(HistoryStatus.State.CURRENT))
                || state.equals(Optional.of(HistoryStatus.State.CATCHING_UP));
        if (!moves) {
            reasons.add(reason("history", state.map(Enum::name).orElse("ABSENT")));
        }
    }

    private static Json reason(String part, String state) {
        return Json.members().put("part", part).put("state", state).build();
    }

    private RestResponse status(Router.Call call) throws Problem {
        call.query().end();
        CoreStatus core = services.core().status();
        List<ChainStatus> chains =
                services.find(Chains.class).map(Chains::statuses).orElse(List.of());
        Set<String> absent = new TreeSet<>();
        if (services.find(SigningService.class).isEmpty()) {
            absent.add("signing");
        }
        if (services.find(KeyVault.class).isEmpty()) {
            absent.add("vault");
        }
        if (services.find(Wallets.class).isEmpty()) {
            absent.add("wallet");
        }
        Json.Dictionary view = Json.members()
                .put("version", version)
                .put("core", WireViews.core(core))
                .put(
                        "vault",
                        services.find(KeyVault.class)
                                .map(vault -> vault.state().name())
                                .orElse("ABSENT"))
                .put("history", services.find(History.class).map(history -> HistoryViews.status(history.status())))
                .put(
                        "chains",
                        Json.sequence(chains.stream().map(ChainViews::status).toList()))
                .put(
                        "openDeposits",
                        chains.stream().mapToLong(c -> c.work().openDeposits()).sum())
                .put(
                        "openWithdrawals",
                        chains.stream()
                                .mapToLong(c -> c.work().openWithdrawals())
                                .sum())
                .put("absent", Json.sequence(absent.stream().map(Json::text).toList()))
                .build();
        return RestResponse.ok(view).at(core.position());
    }
}
