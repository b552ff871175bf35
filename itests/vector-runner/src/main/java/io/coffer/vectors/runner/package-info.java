// SPDX-License-Identifier: Apache-2.0
/** Runs test vectors. The suites are elsewhere, each in the package of the code that it tests. */
@NullMarked
package io.coffer.vectors.runner;

import org.jspecify.annotations.NullMarked;
