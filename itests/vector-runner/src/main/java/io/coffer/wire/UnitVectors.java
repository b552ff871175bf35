// SPDX-License-Identifier: Apache-2.0
package io.coffer.wire;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.VectorSuite;
import java.math.BigInteger;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Amounts of ether and its parts, from ethers. Where ethers takes a sign or a leading zero the node does not: those
 * must be refused.
 */
public final class UnitVectors implements VectorSuite {
    private static final Map<String, Integer> DECIMALS =
            Map.of("wei", 0, "kwei", 3, "mwei", 6, "gwei", 9, "szabo", 12, "finney", 15, "ether", 18);

    private static final Pattern NOT_TAKEN = Pattern.compile("-.*|0[0-9].*");

    @Override
    public Set<String> files() {
        return Set.of("eth_ethers_units.json");
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        for (JsonNode vector : content) {
            DECIMALS.forEach((unit, decimals) -> {
                String text = vector.path(unit).asText("");
                String name = vector.path("name").textValue() + " " + unit;
                if (text.isEmpty()) {
                    return;
                }
                if (NOT_TAKEN.matcher(text).matches()) {
                    cases.refused(name, MalformedAmountException.class, () -> Decimals.units(text, decimals));
                } else {
                    cases.check(name, () -> {
                        BigInteger wei = new BigInteger(vector.path("wei").textValue());
                        Cases.same(wei, Decimals.units(text, decimals));
                        // ethers always writes a digit after the point.
                        String written = vector.path(unit + "_format").asText(text);
                        Cases.same(written.replaceAll("\\.0$", ""), Decimals.text(wei, decimals));
                    });
                }
            });
        }
    }
}
