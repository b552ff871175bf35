// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.campaign.World;
import io.coffer.campaign.client.Json;
import io.coffer.campaign.client.OperatorShell;
import java.io.IOException;

/** An operator who looks at what the node has halted and frozen by its rules, and releases it. */
final class ReleaseDesk {
    private static final String NAME = "drill";
    private static final String REASON = "the new chain was compared with another node";

    private final OperatorShell shell;
    private int releases;

    ReleaseDesk(World world) {
        this.shell = world.node().shell();
    }

    int releases() {
        return releases;
    }

    /** @return how many assets and accounts were released */
    int release() throws IOException, InterruptedException {
        JsonNode status = Json.parse(shell.run("coffer:status", "--json"));
        int before = releases;
        for (JsonNode halt : status.path("haltedAssets")) {
            shell.run("asset:release", halt.path("asset").asText(), NAME, REASON);
            releases++;
        }
        for (JsonNode frozen : status.path("frozenAccounts")) {
            shell.run("wallet:unfreeze", frozen.path("account").asText(), NAME, REASON);
            releases++;
        }
        return releases - before;
    }
}
