// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import com.fasterxml.jackson.databind.JsonNode;
import io.coffer.families.TypedData.Member;
import io.coffer.hd.Secp256k1;
import io.coffer.vectors.runner.Cases;
import io.coffer.vectors.runner.Hex;
import io.coffer.vectors.runner.VectorSuite;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Structured messages after EIP-712, from ethers. */
public final class TypedDataVectors implements VectorSuite {
    private static final int WORD = 32;
    private static final int FIRST_V = 27;

    @Override
    public Set<String> files() {
        return Set.of("eth_ethers_typed-data.json");
    }

    @Override
    public void run(String file, JsonNode content, Cases cases) {
        for (JsonNode vector : content) {
            cases.check(vector.path("name").textValue(), () -> {
                TypedData data = new TypedData(
                        types(vector.path("types")),
                        vector.path("primaryType").textValue(),
                        struct(vector.path("domain")),
                        struct(vector.path("data")));
                Cases.same(Hex.text(Hex.bytes(vector.path("encoded"))), Hex.text(data.encodedMessage()));
                Cases.same(Hex.text(Hex.bytes(vector.path("digest"))), Hex.text(data.digest()));
                if (vector.has("signature")) {
                    signedBy(data.digest(), Hex.bytes(vector.path("signature")), Hex.bytes(vector.path("privateKey")));
                }
            });
        }
    }

    private static void signedBy(byte[] digest, byte[] signature, byte[] privateKey) {
        BigInteger r = new BigInteger(1, signature, 0, WORD);
        BigInteger s = new BigInteger(1, signature, WORD, WORD);
        Optional<byte[]> signer = Secp256k1.recover(digest, r, s, signature[2 * WORD] - FIRST_V);
        byte[] expected = Secp256k1.compressed(Secp256k1.generator().multiply(new BigInteger(1, privateKey)));
        Cases.same(true, signer.isPresent() && Arrays.equals(signer.get(), expected));
    }

    private static Map<String, List<Member>> types(JsonNode types) {
        Map<String, List<Member>> read = new HashMap<>();
        for (Map.Entry<String, JsonNode> type : types.properties()) {
            List<Member> members = new ArrayList<>();
            type.getValue()
                    .forEach(member -> members.add(new Member(
                            member.path("name").textValue(), member.path("type").textValue())));
            read.put(type.getKey(), members);
        }
        return read;
    }

    private static Map<String, Object> struct(JsonNode struct) {
        Map<String, Object> fields = new HashMap<>();
        struct.properties().forEach(field -> fields.put(field.getKey(), value(field.getValue())));
        return fields;
    }

    private static Object value(JsonNode value) {
        if (value.isObject()) {
            return struct(value);
        }
        if (value.isArray()) {
            List<Object> items = new ArrayList<>();
            value.forEach(item -> items.add(value(item)));
            return items;
        }
        if (value.isBoolean()) {
            return value.booleanValue();
        }
        return value.isNumber() ? value.bigIntegerValue() : value.textValue();
    }
}
