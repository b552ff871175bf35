// SPDX-License-Identifier: Apache-2.0
/**
 * Double entry in whole ledger units, 128-bit checked. For each asset the debits equal the credits after every command.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.api.ledger;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
