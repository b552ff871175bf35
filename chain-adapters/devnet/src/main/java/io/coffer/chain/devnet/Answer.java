// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.json.JsonObject;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.util.regex.Pattern;

/** What the node said, whatever its status. */
record Answer(int status, JsonObject body) {
    private static final int OK = 200;
    private static final int NOT_FOUND = 404;
    private static final Pattern CODE = Pattern.compile("[a-z0-9-]{1,32}");

    boolean isOk() {
        return status == OK;
    }

    /** Whether the node says, by this code, that it has no such thing. */
    boolean isUnknown(String code) throws MalformedException {
        return status == NOT_FOUND && code().equals(code);
    }

    /**
     * The stable code of an error.
     *
     * @throws MalformedException if it is neither a success nor an error as the format describes it
     */
    String code() throws MalformedException {
        String code = body.object("error").text("code");
        if (!CODE.matcher(code).matches()) {
            throw new MalformedException("status " + status + " with a code that is none");
        }
        return code;
    }

    /** The body of a success; any other answer is the node's refusal. */
    JsonObject orRefused() throws ChainException, MalformedException {
        if (!isOk()) {
            throw new ChainException(Kind.REFUSED, "the node answers " + status + " " + code());
        }
        return body;
    }
}
