// SPDX-License-Identifier: Apache-2.0
/**
 * The money core as a whole: journal, state machine, snapshots and events behind {@link io.coffer.api.core.MoneyCore}.
 * {@link io.coffer.money.LocalMoneyCore} is plain Java; the component around it makes it a service.
 */
@NullMarked
package io.coffer.money;

import org.jspecify.annotations.NullMarked;
