// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import java.util.List;

/** A configuration that cannot be used. The message names the source and, for each fault, key, value and rule. */
public final class InvalidSettingsException extends Exception {
    private static final long serialVersionUID = 1L;

    InvalidSettingsException(String source, List<String> faults) {
        super(source + ": " + String.join("; ", faults));
    }
}
