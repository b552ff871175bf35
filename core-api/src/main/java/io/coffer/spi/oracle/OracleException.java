// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.oracle;

/** A price source did not give a usable answer. The message never holds a secret of the configuration. */
public class OracleException extends Exception {
    private static final long serialVersionUID = 1L;

    public OracleException(String message) {
        super(message);
    }

    public OracleException(String message, Throwable cause) {
        super(message, cause);
    }
}
