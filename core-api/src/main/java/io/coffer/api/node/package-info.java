// SPDX-License-Identifier: Apache-2.0
/**
 * What clients ask of a running node: wallets, chains and history.
 *
 * <p>Owner: the node. Every method may be called on any thread and blocks until its command is durable.
 */
@Export
@Version("0.3.0")
@NullMarked
package io.coffer.api.node;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
