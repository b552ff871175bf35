// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/**
 * What a call is answered with.
 *
 * @param large written as it is made, not kept in memory first
 */
record Answer(int status, Body body, boolean large) {
    private static final JsonFactory JSON = new JsonFactory();

    /** The fields of the answer's object. */
    interface Body {
        void write(JsonGenerator json) throws IOException;
    }

    static Answer of(Body body) {
        return new Answer(200, body, false);
    }

    static Answer large(Body body) {
        return new Answer(200, body, true);
    }

    static Answer of(Refusal refusal) {
        return new Answer(
                refusal.status(),
                json -> {
                    json.writeObjectFieldStart("error");
                    json.writeStringField("code", refusal.code());
                    json.writeStringField("message", refusal.getMessage());
                    json.writeEndObject();
                },
                false);
    }

    byte[] bytes() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        writeTo(out);
        return out.toByteArray();
    }

    void writeTo(OutputStream out) throws IOException {
        try (JsonGenerator json = JSON.createGenerator(out)) {
            json.writeStartObject();
            body.write(json);
            json.writeEndObject();
        }
    }
}
