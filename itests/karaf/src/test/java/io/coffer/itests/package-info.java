// SPDX-License-Identifier: Apache-2.0
/** The assembled node, looked at from outside and from inside. */
@NullMarked
package io.coffer.itests;

import org.jspecify.annotations.NullMarked;
