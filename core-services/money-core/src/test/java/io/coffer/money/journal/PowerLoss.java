// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.journal;

/** The power went, in a {@link SimulatedStorage}: whatever was under way is over. */
public final class PowerLoss extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PowerLoss() {
        super("the power went");
    }
}
