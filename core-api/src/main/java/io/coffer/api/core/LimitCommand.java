// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;

/** Commands on the withdrawal limits. */
public sealed interface LimitCommand extends Command {
    /** Sets a rule, replacing the one with the same id. What was used before still counts. */
    record SetRule(LimitRule rule) implements LimitCommand {}

    /** Removes a rule. Refused with {@code limit.unknown} if there is none. */
    record RemoveRule(LimitRuleId rule) implements LimitCommand {}
}
