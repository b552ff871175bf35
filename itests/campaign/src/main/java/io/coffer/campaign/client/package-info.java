// SPDX-License-Identifier: Apache-2.0
/** Clients of the node's API, of its shell and of the chains. */
@NullMarked
package io.coffer.campaign.client;

import org.jspecify.annotations.NullMarked;
