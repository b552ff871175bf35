// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import java.math.BigInteger;

/**
 * What the operator is ready to pay.
 *
 * @param maxFeePerGasWei above it no fee is quoted
 * @param maxTipPerGasWei to which a tip is cut
 * @param transferGas units of gas that a plain transfer uses
 * @param replacementBumpPercent by which a replacement pays more than what it replaces
 */
record FeeLimits(
        BigInteger maxFeePerGasWei, BigInteger maxTipPerGasWei, long transferGas, int replacementBumpPercent) {}
