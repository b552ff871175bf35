// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;

/** An answer of an HTTP server. */
public record Reply(int status, JsonNode body) {
    public boolean isOk() {
        return status >= 200 && status < 300;
    }

    /** The body of a success. */
    public JsonNode require(String what) throws IOException {
        if (!isOk()) {
            throw new IOException(what + ": HTTP " + status + " " + body);
        }
        return body;
    }

    /** A text field that must be there. */
    public String text(String field) throws IOException {
        JsonNode value = body.path(field);
        if (value.isMissingNode() || value.isNull()) {
            throw new IOException("no " + field + " in " + body);
        }
        return value.asText();
    }
}
