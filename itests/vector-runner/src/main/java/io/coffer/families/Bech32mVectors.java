// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.Hex;
import io.coffer.vectors.runner.VectorSuite;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;

/** The checksum of BIP-350. Witness programs of version 0 have the older one, which must not pass. */
public final class Bech32mVectors implements VectorSuite {
    private static final int OP_1 = 0x51;
    private static final int MAX_VERSION = 16;

    @Override
    public Set<String> files() {
        return Set.of("bip350_addresses.json");
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        for (JsonNode vector : content.path("valid")) {
            String address = vector.path("address").textValue();
            byte[] script = Hex.bytes(vector.path("scriptPubKey"));
            if (script[0] == 0) {
                cases.refused(address, InvalidAddressException.class, () -> Bech32m.decode(address));
            } else {
                cases.check(address, () -> {
                    byte[] symbols = Bech32m.decode(address).symbols().toArray();
                    Cases.same(script[0] - OP_1 + 1, (int) symbols[0]);
                    Cases.same(Hex.text(Arrays.copyOfRange(script, 2, script.length)), Hex.text(program(address)));
                    Cases.same(
                            address.toLowerCase(Locale.ROOT),
                            Bech32m.encode(Bech32m.decode(address).prefix(), symbols));
                });
            }
        }
        for (JsonNode vector : content.path("invalid")) {
            cases.refused(
                    vector.path("reason").textValue(),
                    InvalidAddressException.class,
                    () -> program(vector.path("address").textValue()));
        }
    }

    /** The rules of BIP-350 on top of the checksum, for versions from 1 on. */
    private static byte[] program(String address) throws InvalidAddressException {
        Bech32m.Decoded decoded = Bech32m.decode(address);
        byte[] symbols = decoded.symbols().toArray();
        boolean known = Set.of("bc", "tb").contains(decoded.prefix());
        if (!known || symbols.length == 0 || symbols[0] == 0 || symbols[0] > MAX_VERSION) {
            throw new InvalidAddressException("prefix or version");
        }
        return Bech32m.toBytes(Arrays.copyOfRange(symbols, 1, symbols.length));
    }
}
