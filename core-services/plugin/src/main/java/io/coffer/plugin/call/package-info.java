// SPDX-License-Identifier: Apache-2.0
/**
 * Calls of the core that ask somebody outside: on threads that end with the plugin, within one deadline, with answers of
 * bounded length.
 *
 * <p>Owner: the plugins that embed it.
 */
@NullMarked
package io.coffer.plugin.call;

import org.jspecify.annotations.NullMarked;
