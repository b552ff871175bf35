// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

/** A configuration that cannot be used. The message names file, key, value and rule. */
class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSettingsException(String message) {
        super(message);
    }
}
