// SPDX-License-Identifier: Apache-2.0
/**
 * How the node's values look in JSON: the same in the HTTP API and in the shell's {@code --json}.
 *
 * <p>Owner: the bundles that embed it. Everything here is immutable or used by one thread, and asks nobody.
 */
@NullMarked
package io.coffer.wire;

import org.jspecify.annotations.NullMarked;
