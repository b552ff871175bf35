// SPDX-License-Identifier: Apache-2.0
/**
 * What every request to the node shares: its id, and how it can be turned down.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.api.request;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
