// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.screening;

import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.Withdrawal;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets everything pass, and says so once when the node starts: for a node without a screening service. */
public final class NoScreening implements Screening {
    private static final Logger LOG = LoggerFactory.getLogger(NoScreening.class);

    public NoScreening() {
        LOG.warn("No screening is configured: every deposit and every destination passes");
    }

    @Override
    public Verdict deposit(Deposit deposit) {
        return Verdict.PASSED;
    }

    @Override
    public Verdict withdrawal(Withdrawal withdrawal) {
        return Verdict.PASSED;
    }
}
