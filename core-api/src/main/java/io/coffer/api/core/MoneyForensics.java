// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.request.CoreUnavailableException;
import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** Looks at the journal itself: for operators, drills and auditors. Each call may take long; none stops the core. */
@ProviderType
public interface MoneyForensics {
    /**
     * Reads every record, snapshot and id file and checks checksums and chain.
     *
     * @return what is wrong, with file and byte offset; empty if all is well
     */
    List<String> verify();

    /** Replays the journal from its beginning to {@code position} (0: to the last forced one) on a state of its own. */
    StateHash replay(long position) throws CoreUnavailableException;
}
