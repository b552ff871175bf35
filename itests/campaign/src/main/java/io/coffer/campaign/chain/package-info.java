// SPDX-License-Identifier: Apache-2.0
/** Chains that a campaign starts, pays on and looks at without the node. */
@NullMarked
package io.coffer.campaign.chain;

import org.jspecify.annotations.NullMarked;
