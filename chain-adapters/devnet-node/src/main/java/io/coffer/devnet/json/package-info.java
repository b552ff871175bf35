// SPDX-License-Identifier: Apache-2.0
/** Reading JSON that comes from outside: bounded in size and depth, every field checked, nothing coerced. */
@NullMarked
package io.coffer.devnet.json;

import org.jspecify.annotations.NullMarked;
