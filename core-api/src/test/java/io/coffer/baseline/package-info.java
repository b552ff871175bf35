// SPDX-License-Identifier: Apache-2.0
/** The API's own history. */
@NullMarked
package io.coffer.baseline;

import org.jspecify.annotations.NullMarked;
