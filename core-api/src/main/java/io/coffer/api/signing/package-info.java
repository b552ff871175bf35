// SPDX-License-Identifier: Apache-2.0
/**
 * Keys and signatures as the node's own services see them. Hidden from plugin bundles.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.api.signing;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
