// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/** How soon a transaction should be mined. */
public enum FeeUrgency {
    LOW,
    NORMAL,
    HIGH
}
