// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Optional;

/**
 * Batches from outside. Custody and rounding accounts and the holds of withdrawals are moved by deposits and
 * withdrawals alone: otherwise the books would say something else than the chains.
 */
public final class LedgerDesk {
    private static final String WITHDRAWAL_HOLD = "withdrawal:";

    private final Books books;
    private final Assets assets;
    private final Customers customers;
    private final Halts halts;

    LedgerDesk(Books books, Assets assets, Customers customers, Halts halts) {
        this.books = books;
        this.assets = assets;
        this.customers = customers;
        this.halts = halts;
    }

    /**
     * The hold of a withdrawal. No id comes twice, so what is held anew has a new one.
     *
     * @param reopened how often its end was taken back
     */
    static HoldId holdOf(WithdrawalId id, int reopened) {
        return new HoldId(WITHDRAWAL_HOLD + id.text() + (reopened == 0 ? "" : "#" + reopened));
    }

    public Outcome apply(LedgerCommand command, Turn turn) {
        if (!(command instanceof LedgerCommand.Batch batch)) {
            throw new IllegalStateException("no rule for " + command.getClass().getName());
        }
        for (LedgerOperation operation : batch.operations()) {
            Optional<Outcome.Refused> refused = check(operation);
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        Optional<Outcome.Refused> refused = books.apply(batch.operations(), batch.memo(), turn);
        return refused.isPresent() ? refused.get() : Outcome.DONE;
    }

    private Optional<Outcome.Refused> check(LedgerOperation operation) {
        if (operation instanceof LedgerOperation.Post post) {
            return check(List.of(post.debit(), post.credit())).or(() -> frozen(post.debit()));
        } else if (operation instanceof LedgerOperation.Hold hold) {
            return check(hold.hold()).or(() -> check(List.of(hold.account()))).or(() -> frozen(hold.account()));
        } else if (operation instanceof LedgerOperation.Capture capture) {
            return check(capture.hold())
                    .or(() -> check(List.of(capture.credit())))
                    .or(() -> books.ledger().holder(capture.hold()).flatMap(this::frozen));
        } else if (operation instanceof LedgerOperation.Release release) {
            return check(release.hold());
        }
        throw new IllegalStateException("no rule for " + operation.getClass().getName());
    }

    /** Nothing leaves a frozen account, not even what was held of it before. */
    private Optional<Outcome.Refused> frozen(LedgerAccountId account) {
        return account.kind() == AccountKind.CUSTOMER
                ? halts.refusal(new AccountId(account.owner()))
                : Optional.empty();
    }

    private Optional<Outcome.Refused> check(HoldId hold) {
        return hold.text().startsWith(WITHDRAWAL_HOLD)
                ? Optional.of(RefusalCode.LEDGER_HOLD_MANAGED.refuse(
                        "hold " + hold + " belongs to a withdrawal", "cancel the withdrawal instead"))
                : Optional.empty();
    }

    private Optional<Outcome.Refused> check(List<LedgerAccountId> accounts) {
        for (LedgerAccountId account : accounts) {
            if (assets.asset(account.asset()).isEmpty()) {
                return Optional.of(RefusalCode.LEDGER_ASSET_UNKNOWN.refuse(
                        account.asset() + " is not listed", "list the asset first"));
            }
            Optional<Outcome.Refused> refused = checkOwner(account);
            if (refused.isPresent()) {
                return refused;
            }
        }
        return Optional.empty();
    }

    private Optional<Outcome.Refused> checkOwner(LedgerAccountId account) {
        boolean known = switch (account.kind()) {
            case CUSTOMER -> isAccount(account.owner());
            case HOUSE, FEES, SUSPENSE, EXPOSURE, BAD_DEBT -> account.owner().isEmpty();
            case GAS_EXPENSE -> isListed(account);
            case CUSTODY, ROUNDING -> true;
        };
        if (!known) {
            return Optional.of(RefusalCode.LEDGER_OWNER_UNKNOWN.refuse(
                    account + " names an owner that its kind does not have", "name one that exists"));
        }
        return switch (account.kind()) {
            case CUSTODY, ROUNDING ->
                Optional.of(RefusalCode.LEDGER_ACCOUNT_MANAGED.refuse(
                        account + " is moved by deposits and withdrawals alone",
                        "post against house, exposure or bad debt"));
            default -> Optional.empty();
        };
    }

    private boolean isAccount(String owner) {
        try {
            return customers.account(new AccountId(owner)).isPresent();
        } catch (IllegalArgumentException noAccountId) {
            return false;
        }
    }

    private boolean isListed(LedgerAccountId account) {
        try {
            Optional<NetworkListing> listing = assets.listing(new NetworkAssetId(account.owner()));
            return listing.isPresent() && listing.get().ledgerAsset().equals(account.asset());
        } catch (IllegalArgumentException noAsset) {
            return false;
        }
    }
}
