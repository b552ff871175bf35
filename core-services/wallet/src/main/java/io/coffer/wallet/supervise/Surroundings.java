// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import io.coffer.api.core.MoneyCore;
import io.coffer.wallet.request.Addresses;
import io.coffer.wallet.request.Enrolment;
import io.coffer.wallet.screening.Screening;
import io.coffer.wallet.send.Signing;
import io.coffer.wallet.token.AssetPlugins;
import java.time.InstantSource;
import java.util.function.LongSupplier;

/**
 * What every supervisor shares.
 *
 * @param nanos a clock that never goes back
 * @param secrets random numbers for the address filters
 */
record Surroundings(
        MoneyCore core,
        InstantSource clock,
        LongSupplier nanos,
        LongSupplier secrets,
        Screening screening,
        Signing signing,
        Addresses addresses,
        Enrolment enrolment,
        AssetPlugins plugins) {}
