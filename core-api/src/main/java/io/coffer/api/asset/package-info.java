// SPDX-License-Identifier: Apache-2.0
/**
 * Ledger assets and the networks that they live on. An asset is listed by a journaled command and its decimals are
 * pinned by that.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.api.asset;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
