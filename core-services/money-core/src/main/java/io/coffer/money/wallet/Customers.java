// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.Event;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.CustomerId;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.codec.Values;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Customers and their accounts, numbered in the order in which they came. */
public final class Customers {
    /** The number that no account has. */
    static final int NOBODY = -1;

    private final List<Customer> customers = new ArrayList<>();
    private final Map<CustomerId, Integer> customerNumbers = new HashMap<>();
    private final List<List<Account>> accountsOf = new ArrayList<>();
    private final List<Account> accounts = new ArrayList<>();
    private final Map<AccountId, Integer> accountNumbers = new HashMap<>();

    public Outcome apply(CustomerCommand command, Turn turn) {
        if (command instanceof CustomerCommand.CreateCustomer create) {
            return create(create.customer(), turn);
        } else if (command instanceof CustomerCommand.OpenAccount open) {
            return open(open.account(), open.customer(), turn);
        }
        throw new IllegalStateException("no rule for " + command.getClass().getName());
    }

    private Outcome create(CustomerId id, Turn turn) {
        if (customerNumbers.containsKey(id)) {
            return RefusalCode.CUSTOMER_EXISTS.refuse("customer " + id + " exists", "choose another id");
        }
        Customer customer = new Customer(id, turn.timeMs());
        add(customer);
        turn.note(new Event.CustomerCreated(customer));
        return Outcome.DONE;
    }

    private Outcome open(AccountId id, CustomerId customer, Turn turn) {
        if (!customerNumbers.containsKey(customer)) {
            return RefusalCode.CUSTOMER_UNKNOWN.refuse("there is no customer " + customer, "create the customer first");
        }
        if (accountNumbers.containsKey(id)) {
            return RefusalCode.ACCOUNT_EXISTS.refuse("account " + id + " exists", "choose another id");
        }
        Account account = new Account(id, customer, turn.timeMs());
        add(account);
        turn.note(new Event.AccountOpened(account));
        return Outcome.DONE;
    }

    private void add(Customer customer) {
        customerNumbers.put(customer.id(), customers.size());
        customers.add(customer);
        accountsOf.add(List.of());
    }

    private void add(Account account) {
        int customer = customerNumbers.getOrDefault(account.customer(), NOBODY);
        accountNumbers.put(account.id(), accounts.size());
        accounts.add(account);
        List<Account> before = accountsOf.get(customer);
        List<Account> after = before.isEmpty() ? new ArrayList<>(1) : before;
        after.add(account);
        accountsOf.set(customer, after);
    }

    static Outcome.Refused unknownAccount(AccountId id) {
        return RefusalCode.ACCOUNT_UNKNOWN.refuse("there is no account " + id, "open the account first");
    }

    public Optional<Customer> customer(CustomerId id) {
        return Optional.ofNullable(customerNumbers.get(id)).map(customers::get);
    }

    public Optional<Account> account(AccountId id) {
        return Optional.ofNullable(accountNumbers.get(id)).map(accounts::get);
    }

    /** In the order in which they were opened. */
    public List<Account> accounts(CustomerId customer) {
        Integer number = customerNumbers.get(customer);
        return number == null ? List.of() : List.copyOf(accountsOf.get(number));
    }

    /** The number of an account, or {@link #NOBODY}. */
    int number(@Nullable AccountId id) {
        return id == null ? NOBODY : accountNumbers.getOrDefault(id, NOBODY);
    }

    /** The account of a number; empty for {@link #NOBODY}. */
    Optional<AccountId> id(int number) {
        return number == NOBODY
                ? Optional.empty()
                : Optional.of(accounts.get(number).id());
    }

    int accountCount() {
        return accounts.size();
    }

    public void writeTo(BinaryOut out) {
        out.count(customers.size());
        for (Customer customer : customers) {
            Values.write(out, customer.id());
            out.i64(customer.createdAtMs());
        }
        out.count(accounts.size());
        for (Account account : accounts) {
            Values.write(out, account.id());
            out.count(customerNumbers.getOrDefault(account.customer(), NOBODY));
            out.i64(account.createdAtMs());
        }
    }

    public void readFrom(BinaryIn in) throws IOException {
        int customerCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < customerCount; i++) {
            add(new Customer(Values.customerId(in), in.i64()));
        }
        int accountCount = in.count(Integer.MAX_VALUE);
        for (int i = 0; i < accountCount; i++) {
            AccountId id = Values.accountId(in);
            CustomerId customer = customers.get(in.count(customers.size() - 1)).id();
            add(new Account(id, customer, in.i64()));
        }
    }
}
