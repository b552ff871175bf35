// SPDX-License-Identifier: Apache-2.0
/**
 * Values that every plugin and client speaks in: assets on a network, whole amounts, bytes.
 *
 * <p>Everything here is immutable and safe on any thread. Units are whole and never negative.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.spi.money;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
