// SPDX-License-Identifier: Apache-2.0
/** The official test vectors beside the project, for tests. */
@NullMarked
package io.coffer.vectors;

import org.jspecify.annotations.NullMarked;
