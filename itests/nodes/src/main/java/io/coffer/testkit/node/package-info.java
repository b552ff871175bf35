// SPDX-License-Identifier: Apache-2.0
/** Real chain nodes as child processes of a test or of the demo: on loopback only, gone when their parent is gone. */
@NullMarked
package io.coffer.testkit.node;

import org.jspecify.annotations.NullMarked;
