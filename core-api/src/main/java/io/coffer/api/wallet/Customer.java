// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * A customer of the exchange, known here by an opaque id only.
 *
 * @param createdAtMs journaled time, milliseconds since 1970 UTC
 */
public record Customer(CustomerId id, long createdAtMs) {}
