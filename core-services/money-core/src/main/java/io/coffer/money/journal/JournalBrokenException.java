// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * A write or a force failed, now or earlier. What became of the group in hand is known only after the
 * journal has been opened again; until then every append is refused with this.
 */
public final class JournalBrokenException extends IOException {
    private static final long serialVersionUID = 1L;

    public JournalBrokenException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
