// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import org.osgi.annotation.versioning.ConsumerType;

/** Asks the node what a plain transfer of the native coin costs now. */
@ConsumerType
public interface FeeEstimator {
    FeeQuote quote(FeeUrgency urgency) throws ChainException;
}
