// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.asset;

import io.coffer.spi.money.Amount;

/** How far a token's logs are believed when a deposit is credited. */
public enum CreditRule {
    /** The logs tell exactly what moves, also where the token keeps a fee: it then logs what arrives. */
    AS_LOGGED,

    /**
     * The logs may tell of more than arrives, or of what never does. The holder's balance at the block of the deposit is
     * compared with the one before, and the smaller is credited.
     */
    AS_ARRIVED;

    /**
     * What to credit for all movements of one token to one address in one block together.
     *
     * @param logged what the logs say that reached the address, less what they say that left it
     * @param grown by how much the contract says that the address's balance grew; zero if it shrank
     * @throws IllegalArgumentException if they are of different assets
     */
    public Amount credited(Amount logged, Amount grown) {
        boolean lessArrived = logged.isAtLeast(grown);
        return switch (this) {
            case AS_LOGGED -> logged;
            case AS_ARRIVED -> lessArrived ? grown : logged;
        };
    }
}
