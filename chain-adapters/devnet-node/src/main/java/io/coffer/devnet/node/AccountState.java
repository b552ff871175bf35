// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import io.coffer.devnet.format.AccountTransaction;
import io.coffer.devnet.format.Octets;
import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/** Balances and nonces. */
final class AccountState implements State {
    /** @param nonce the nonce of the next transaction, which is how many were mined */
    record Account(BigInteger balance, long nonce) {
        static final Account EMPTY = new Account(BigInteger.ZERO, 0);
    }

    private final Map<Octets, Account> accounts = new HashMap<>();
    private BigInteger burnt = BigInteger.ZERO;

    AccountState(Octets testAccount) {
        accounts.put(testAccount, new Account(SUPPLY, 0));
    }

    Account account(Octets owner) {
        return accounts.getOrDefault(owner, Account.EMPTY);
    }

    @Override
    public boolean isReady(NodeTransaction transaction) {
        AccountTransaction transfer = transfer(transaction);
        Account sender = account(transfer.sender());
        return sender.nonce() == transfer.nonce()
                && sender.balance().compareTo(transfer.fee().add(moved(transaction))) >= 0;
    }

    @Override
    public void apply(NodeTransaction transaction, long height) {
        AccountTransaction transfer = transfer(transaction);
        change(transfer.sender(), moved(transaction).add(transfer.fee()).negate(), 1);
        change(transfer.to(), moved(transaction), 0);
        burnt = burnt.add(transfer.fee());
    }

    @Override
    public void revert(NodeTransaction transaction) {
        AccountTransaction transfer = transfer(transaction);
        change(transfer.to(), moved(transaction).negate(), 0);
        change(transfer.sender(), moved(transaction).add(transfer.fee()), -1);
        burnt = burnt.subtract(transfer.fee());
    }

    @Override
    public BigInteger balance(Octets owner) {
        return account(owner).balance();
    }

    @Override
    public BigInteger supply() {
        return accounts.values().stream().map(Account::balance).reduce(burnt, BigInteger::add);
    }

    @Override
    public int size() {
        return accounts.size();
    }

    static AccountTransaction transfer(NodeTransaction transaction) {
        if (transaction.signed().transaction() instanceof AccountTransaction transfer) {
            return transfer;
        }
        throw new IllegalArgumentException("transaction: not of account mode");
    }

    private static BigInteger moved(NodeTransaction transaction) {
        return transaction.fails() ? BigInteger.ZERO : transfer(transaction).amount();
    }

    private void change(Octets owner, BigInteger by, int nonceBy) {
        Account before = account(owner);
        Account after = new Account(before.balance().add(by), before.nonce() + nonceBy);
        if (after.balance().signum() < 0) {
            throw new IllegalStateException("a balance would be negative");
        }
        // An account that was never used is not kept, so that a chain that was taken back leaves nothing behind.
        if (after.equals(Account.EMPTY)) {
            accounts.remove(owner);
        } else {
            accounts.put(owner, after);
        }
    }
}
