// SPDX-License-Identifier: Apache-2.0
/** The chains that the node runs. */
@NullMarked
package io.coffer.shell.chain;

import org.jspecify.annotations.NullMarked;
