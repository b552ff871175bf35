// SPDX-License-Identifier: Apache-2.0
/** Drills: what goes wrong in life, done on purpose, and a checker that looks from outside. */
@NullMarked
package io.coffer.campaign.drill;

import org.jspecify.annotations.NullMarked;
