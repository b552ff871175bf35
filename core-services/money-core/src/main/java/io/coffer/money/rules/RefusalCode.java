// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.rules;

import io.coffer.api.request.Refusal;
import java.util.HashMap;
import java.util.Map;

/**
 * Every rule that can say no. The text is what clients see; the number is what is kept with the command's id, for
 * ever: neither is ever reused.
 */
public enum RefusalCode {
    LEDGER_ZERO_AMOUNT(1, "ledger.zero-amount"),
    LEDGER_ASSET_UNKNOWN(2, "ledger.asset-unknown"),
    LEDGER_ASSET_MISMATCH(3, "ledger.asset-mismatch"),
    LEDGER_SAME_ACCOUNT(4, "ledger.same-account"),
    LEDGER_INSUFFICIENT_FUNDS(5, "ledger.insufficient-funds"),
    LEDGER_OVERFLOW(6, "ledger.overflow"),
    LEDGER_HOLD_UNKNOWN(7, "ledger.hold-unknown"),
    LEDGER_HOLD_USED(8, "ledger.hold-used"),
    LEDGER_HOLD_TOO_SMALL(9, "ledger.hold-too-small"),
    LEDGER_NOT_GUARDED(10, "ledger.not-guarded"),
    LEDGER_ACCOUNT_MANAGED(11, "ledger.account-managed"),
    LEDGER_HOLD_MANAGED(12, "ledger.hold-managed"),
    LEDGER_OWNER_UNKNOWN(13, "ledger.owner-unknown"),

    ASSET_UNKNOWN(32, "asset.unknown"),
    ASSET_DECIMALS_PINNED(33, "asset.decimals-pinned"),
    ASSET_LISTING_PINNED(34, "asset.listing-pinned"),
    ASSET_NOT_LISTED(35, "asset.not-listed"),
    ASSET_HALTED(36, "asset.halted"),
    ASSET_NOT_HALTED(37, "asset.not-halted"),

    CUSTOMER_EXISTS(48, "customer.exists"),
    CUSTOMER_UNKNOWN(49, "customer.unknown"),
    ACCOUNT_EXISTS(50, "account.exists"),
    ACCOUNT_UNKNOWN(51, "account.unknown"),
    ACCOUNT_FROZEN(52, "account.frozen"),
    ACCOUNT_NOT_FROZEN(53, "account.not-frozen"),

    KEYRING_DIFFERS(64, "keyring.differs"),
    KEYRING_MISSING(65, "chain.keyring-missing"),
    ADDRESS_OWNER(66, "address.owner"),
    ADDRESS_NOT_RESERVED(67, "address.not-reserved"),
    ADDRESS_DIFFERS(68, "address.differs"),
    ADDRESS_TAKEN(69, "address.taken"),
    ADDRESS_EXHAUSTED(70, "address.exhausted"),
    CURSOR_GAP(71, "cursor.gap"),
    CURSOR_NOT_LAST(72, "cursor.not-last"),
    CURSOR_EXHAUSTED(73, "cursor.exhausted"),
    CURSOR_MISSING(74, "cursor.missing"),
    CURSOR_AHEAD(75, "cursor.ahead"),

    DEPOSIT_UNKNOWN(96, "deposit.unknown"),
    DEPOSIT_ADDRESS_UNKNOWN(97, "deposit.address-unknown"),
    DEPOSIT_ASSET(98, "deposit.asset"),
    DEPOSIT_BLOCK(99, "deposit.block"),
    DEPOSIT_STATE(100, "deposit.state"),
    DEPOSIT_AMOUNT(101, "deposit.amount"),
    DEPOSIT_OBSERVABLE(102, "deposit.observable"),
    DEPOSIT_UNDER_WAY(103, "deposit.under-way"),
    DEPOSIT_ZERO(104, "deposit.zero"),

    WITHDRAWAL_EXISTS(128, "withdrawal.exists"),
    WITHDRAWAL_UNKNOWN(129, "withdrawal.unknown"),
    WITHDRAWAL_STATE(130, "withdrawal.state"),
    WITHDRAWAL_EXTERNAL_ID(131, "withdrawal.external-id-used"),
    WITHDRAWAL_DISABLED(132, "withdrawal.disabled"),
    WITHDRAWAL_TOO_LARGE(133, "withdrawal.too-large"),
    WITHDRAWAL_FEE_ASSET(134, "withdrawal.fee-asset"),
    WITHDRAWAL_FEE_CAP(135, "withdrawal.fee-cap"),
    WITHDRAWAL_PREPARATION(136, "withdrawal.preparation"),
    WITHDRAWAL_TRANSACTION(137, "withdrawal.transaction"),
    WITHDRAWAL_BLOCK(138, "withdrawal.block"),
    WITHDRAWAL_CANCELLED(139, "withdrawal.cancelled"),
    SCREENING_REFUSED(140, "screening.refused"),
    DESTINATION_OWN_ADDRESS(141, "destination.own-address"),
    DESTINATION_CHAIN(142, "destination.chain"),
    HOT_WALLET_UNKNOWN(143, "hot-wallet.unknown"),
    HOT_WALLET_BUSY(144, "hot-wallet.busy"),
    HOT_WALLET_INSUFFICIENT(145, "hot-wallet.insufficient"),
    HOT_WALLET_SEQUENCE(146, "hot-wallet.sequence"),
    WITHDRAWAL_ATTEMPT(147, "withdrawal.attempt"),
    WITHDRAWAL_REOPENED(148, "withdrawal.reopened-too-often"),
    WITHDRAWAL_REPLACEMENT(149, "withdrawal.replacement"),
    WITHDRAWAL_STANDS(150, "withdrawal.stands"),

    LIMIT_NO_RULE(160, "limit.no-rule"),
    LIMIT_PER_TRANSACTION(161, "limit.per-transaction"),
    LIMIT_PER_DAY(162, "limit.per-day"),
    LIMIT_UNKNOWN(163, "limit.unknown"),
    LIMIT_ASSET(164, "limit.asset"),

    TRANSFER_ADDRESS(176, "transfer.address"),
    TRANSFER_ASSET(177, "transfer.asset"),
    TRANSFER_INSUFFICIENT(178, "transfer.insufficient"),
    TRANSFER_ARRIVAL(179, "transfer.arrival"),
    TRANSFER_OTHERWISE(180, "transfer.otherwise");

    /** Greater than every number. */
    public static final int NUMBER_LIMIT = 1 << 10;

    private static final Map<Integer, RefusalCode> BY_NUMBER = new HashMap<>();

    static {
        for (RefusalCode code : values()) {
            BY_NUMBER.put(code.number, code);
        }
    }

    private final int number;
    private final String text;

    RefusalCode(int number, String text) {
        this.number = number;
        this.text = text;
    }

    public int number() {
        return number;
    }

    public String text() {
        return text;
    }

    /** The text of a number that was kept; empty for 0, which is no refusal. */
    public static String textOf(int number) {
        RefusalCode code = BY_NUMBER.get(number);
        return code == null ? "" : code.text;
    }

    /** @param message names the values that broke the rule */
    public Outcome.Refused refuse(String message, String nextStep) {
        return new Outcome.Refused(this, new Refusal(text, message, nextStep));
    }
}
