// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

/**
 * A value as it stands, and where in the journal it came to that.
 *
 * @param first where it came into being; it orders lists, since it never changes
 * @param last where it last changed
 * @param changedAtMs journaled time of {@code last}, milliseconds since 1970 UTC
 */
public record Recorded<T>(Place first, Place last, long changedAtMs, T value) {}
