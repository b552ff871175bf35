// SPDX-License-Identifier: Apache-2.0
/**
 * What an asset plugin implements: which assets it brings, and how those that are contracts on somebody's chain move.
 *
 * <p>Owner: the integrator of an asset. The core calls a plugin on threads of the core's own, several at once. Nothing
 * here asks a node, a clock or a random number: an asset plugin is pure, and the chain adapter, to which the core hands
 * the plugin's {@link io.coffer.spi.asset.TokenProtocol}, does the asking. Amounts are in the smallest unit of the
 * asset.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.spi.asset;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
