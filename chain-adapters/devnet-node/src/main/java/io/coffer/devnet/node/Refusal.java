// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

/** A call that the node does not carry out. Nothing has changed. */
final class Refusal extends Exception {
    private static final long serialVersionUID = 1L;

    private final int status;
    private final String code;

    private Refusal(int status, String code, String message) {
        super(message);
        this.status = status;
        this.code = code;
    }

    static Refusal badRequest(String code, String message) {
        return new Refusal(400, code, message);
    }

    static Refusal unknown(String code, String message) {
        return new Refusal(404, code, message);
    }

    static Refusal conflict(String code, String message) {
        return new Refusal(409, code, message);
    }

    static Refusal unavailable(String code, String message) {
        return new Refusal(503, code, message);
    }

    int status() {
        return status;
    }

    String code() {
        return code;
    }
}
