// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.token;

/** The plugin of a token failed at something that it must always be able to do. Says which token, and no more. */
final class ProtocolFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    ProtocolFailedException(String message) {
        super(message);
    }
}
