// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

/**
 * An account from which nothing leaves until a person says so. Deposits are credited all the same.
 *
 * @param reason why, in words
 * @param sinceMs journaled time, milliseconds since 1970 UTC
 */
public record FrozenAccount(AccountId account, String reason, long sinceMs) {}
