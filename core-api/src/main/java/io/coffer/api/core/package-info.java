// SPDX-License-Identifier: Apache-2.0
/**
 * The money core: one journal, one deterministic state machine, one entry.
 *
 * <p>Owner: the node. Every method may be called on any thread. Nothing is acknowledged before it is durable.
 */
@Export
@Version("0.2.0")
@NullMarked
package io.coffer.api.core;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
