// SPDX-License-Identifier: Apache-2.0
/** Side-by-side runs against a limit or a peer, interleaved; each ends with one line of ratios. */
@NullMarked
package io.coffer.benchmarks;

import org.jspecify.annotations.NullMarked;
