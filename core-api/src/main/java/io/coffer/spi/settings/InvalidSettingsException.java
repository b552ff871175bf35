// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.settings;

/** A configuration that cannot be used. The message names file, key, value and rule, fit for a log and a terminal. */
public class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    public InvalidSettingsException(String message) {
        super(message);
    }
}
