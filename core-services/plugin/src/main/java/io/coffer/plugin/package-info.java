// SPDX-License-Identifier: Apache-2.0
/**
 * What every plugin does around its engine: reads a file of settings, refuses a bad one in words that an operator can
 * act on, registers the service, replaces it when the file changes and ends it when the file goes.
 *
 * <p>Owner: the plugins that embed it; no plugin sees another's copy. It has no threads and no state of its own.
 */
@NullMarked
package io.coffer.plugin;

import org.jspecify.annotations.NullMarked;
