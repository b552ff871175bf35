// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.wire.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What makes a request the same request: method, path and body, whatever the order of its fields and its spaces.
 *
 * <p>It is kept in the journal for ever beside the key, so this computation never changes.
 */
final class Fingerprint {
    private Fingerprint() {}

    /** The first eight bytes of a SHA-256. */
    static long of(String method, String path, Json body) {
        String content = method + '\n' + path + '\n' + sorted(body).print();
        return ByteBuffer.wrap(Digests.sha256(content.getBytes(StandardCharsets.UTF_8)))
                .getLong();
    }

    private static Json sorted(Json value) {
        if (value instanceof Json.Dictionary object) {
            Map<String, Json> members = new TreeMap<>();
            object.members().forEach((name, member) -> members.put(name, sorted(member)));
            return new Json.Dictionary(members);
        }
        if (value instanceof Json.Sequence array) {
            return Json.sequence(
                    array.elements().stream().map(Fingerprint::sorted).toList());
        }
        return value;
    }
}
