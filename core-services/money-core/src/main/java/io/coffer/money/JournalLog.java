// SPDX-License-Identifier: Apache-2.0
package io.coffer.money;

import io.coffer.money.journal.JournalEvents;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells the operator what the journal says. */
final class JournalLog implements JournalEvents {
    private static final Logger LOG = LoggerFactory.getLogger(JournalLog.class);

    private volatile String fullBecause = "";

    @Override
    public void space(SpaceLevel level, long usableBytes, long totalBytes) {
        switch (level) {
            case ENOUGH -> LOG.info("Journal: {} bytes of {} are free again", usableBytes, totalBytes);
            case LOW -> LOG.warn("Journal: only {} bytes of {} are free", usableBytes, totalBytes);
            case CRITICAL ->
                LOG.error("Journal: only {} bytes of {} are free; soon commands are refused", usableBytes, totalBytes);
        }
    }

    @Override
    public void full(String reason) {
        fullBecause = reason;
        LOG.error("Journal: {}; commands are refused until there is space, reads go on", reason);
    }

    @Override
    public void resumed() {
        LOG.info("Journal: there is space again, commands are taken");
    }

    @Override
    public void broken(IOException cause) {
        LOG.error("Journal: a write failed; nothing is taken until the node is restarted, reads go on", cause);
    }

    /** Why the disk was last full. */
    String fullBecause() {
        return fullBecause;
    }
}
