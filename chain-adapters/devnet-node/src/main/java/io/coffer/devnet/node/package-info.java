// SPDX-License-Identifier: Apache-2.0
/**
 * The devnet node: a chain of its own in one process, served over HTTP on loopback, kept in one file.
 *
 * <p>{@link io.coffer.devnet.node.Chain} holds everything behind one lock; the HTTP threads decode and verify before
 * they take it. Amounts are in the smallest unit of the coin, times in milliseconds.
 */
@NullMarked
package io.coffer.devnet.node;

import org.jspecify.annotations.NullMarked;
