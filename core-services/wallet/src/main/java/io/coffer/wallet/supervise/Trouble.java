// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with one activity at this moment. Logged when it begins and when it ends, not each time it is felt. */
final class Trouble {
    private static final Logger LOG = LoggerFactory.getLogger(Trouble.class);

    private final String activity;
    private volatile Optional<String> present = Optional.empty();

    /** @param activity of what chain, for the log */
    Trouble(String activity) {
        this.activity = activity;
    }

    void felt(String reason) {
        if (present.isEmpty()) {
            LOG.warn("{}: {}", activity, reason);
        }
        present = Optional.of(reason);
    }

    void over() {
        if (present.isPresent()) {
            LOG.info("{}: goes on", activity);
            present = Optional.empty();
        }
    }

    Optional<String> present() {
        return present;
    }
}
