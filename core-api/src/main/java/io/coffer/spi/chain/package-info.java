// SPDX-License-Identifier: Apache-2.0
/**
 * What a chain adapter implements, and the values it exchanges with the core.
 *
 * <p>Owner: the integrator of a chain. The core calls an adapter on threads that the core owns, each call under a
 * deadline; an adapter holds nothing that must survive it. Amounts are in the smallest unit of the network.
 */
@Export
@Version("0.2.0")
@NullMarked
package io.coffer.spi.chain;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
