// SPDX-License-Identifier: Apache-2.0
/**
 * Reads a plugin's configuration strictly, and says what is wrong with it in words that an operator can act on.
 *
 * <p>Owner: the core. Plugins may use it and need not. Everything here is safe on any thread.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.spi.settings;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
