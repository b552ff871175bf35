// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import org.osgi.annotation.versioning.ConsumerType;

/** Tells what a transaction must offer to take the place of another that waits with the same sequence or inputs. */
@ConsumerType
public interface ReplacementFees extends ChainCapability {
    /**
     * A quote that the nodes of the chain take in place of {@code earlier}: each part of it at least as much more as
     * they demand, and no less than {@link FeeEstimator#quote} asks now. The weight is that of {@code earlier}.
     *
     * @param earlier what the transaction that is replaced offers
     * @throws ChainException of kind REFUSED if that is more than the operator allows
     */
    FeeQuote replacement(FeeQuote earlier, FeeUrgency urgency) throws ChainException;
}
