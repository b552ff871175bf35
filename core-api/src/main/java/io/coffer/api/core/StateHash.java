// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

/**
 * The state at one position in one number: two nodes, or a node and its replay, agree if and only if these do.
 *
 * @param sha256 64 lower-case hexadecimal characters
 */
public record StateHash(long position, String sha256) {}
