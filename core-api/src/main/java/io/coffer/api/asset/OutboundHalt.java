// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.asset;

/**
 * A ledger asset of which nothing is sent, on any network, until a person releases it. Requests are taken and wait.
 *
 * @param reason why, in words
 * @param sinceMs journaled time, milliseconds since 1970 UTC
 */
public record OutboundHalt(AssetId asset, String reason, long sinceMs) {}
