// SPDX-License-Identifier: Apache-2.0
/** Processes that a campaign starts and always ends. */
@NullMarked
package io.coffer.campaign.process;

import org.jspecify.annotations.NullMarked;
