// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.request;

/**
 * A business refusal: nothing was done, and asking the same again changes nothing.
 *
 * @param code stable and dotted, such as {@code limit.per-transaction}
 * @param message names the rule and the values that broke it
 * @param nextStep what the caller can do
 */
public record Refusal(String code, String message, String nextStep) {}
