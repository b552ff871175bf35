// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.io.IOException;

/** The block file cannot be what the node wrote, or belongs to another chain or process. The message says where. */
final class DamagedFileException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedFileException(String message) {
        super(message);
    }
}
