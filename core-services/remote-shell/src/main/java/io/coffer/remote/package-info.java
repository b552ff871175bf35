// SPDX-License-Identifier: Apache-2.0
/** The client side of the operator's shell, run by the launcher in a process of its own. */
@NullMarked
package io.coffer.remote;

import org.jspecify.annotations.NullMarked;
