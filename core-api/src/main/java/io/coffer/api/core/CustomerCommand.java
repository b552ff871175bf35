// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;

/** Commands on customers and their accounts. */
public sealed interface CustomerCommand extends Command {
    /** Refused with {@code customer.exists} if the id is taken. */
    record CreateCustomer(CustomerId customer) implements CustomerCommand {}

    /** Refused with {@code customer.unknown} or {@code account.exists}. */
    record OpenAccount(AccountId account, CustomerId customer) implements CustomerCommand {}
}
