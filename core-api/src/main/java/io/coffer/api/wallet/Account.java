// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * An account of a customer.
 *
 * @param createdAtMs journaled time, milliseconds since 1970 UTC
 */
public record Account(AccountId id, CustomerId customer, long createdAtMs) {}
