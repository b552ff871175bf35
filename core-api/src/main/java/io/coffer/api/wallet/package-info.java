// SPDX-License-Identifier: Apache-2.0
/**
 * Customers, accounts, deposit addresses, deposits, withdrawals, limits and the chains they run on.
 *
 * <p>Owner: the node. Ids are opaque: no personal data belongs into this package.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.api.wallet;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
