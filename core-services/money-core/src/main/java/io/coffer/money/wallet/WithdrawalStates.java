// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.wallet.WithdrawalState;
import io.coffer.money.codec.BinaryIn;
import java.io.IOException;

/** The numbers by which withdrawal states are kept. Never reused. */
final class WithdrawalStates {
    private WithdrawalStates() {}

    static int number(WithdrawalState state) {
        return switch (state) {
            case REQUESTED -> 1;
            case POLICY -> 2;
            case SCREENING -> 3;
            case AWAITING_APPROVAL -> 4;
            case QUEUED -> 5;
            case PREPARED -> 6;
            case SIGNING -> 7;
            case SIGNED -> 8;
            case BROADCASTING -> 9;
            case BROADCAST -> 10;
            case AMBIGUOUS -> 11;
            case CONFIRMING -> 12;
            case COMPLETED -> 13;
            case REPLACED -> 14;
            case FAILED_ONCHAIN -> 15;
            case REJECTED -> 16;
            case BLOCKED -> 17;
            case CANCELLED -> 18;
            case EXPIRED -> 19;
        };
    }

    static WithdrawalState of(int number, BinaryIn in) throws IOException {
        return switch (number) {
            case 1 -> WithdrawalState.REQUESTED;
            case 2 -> WithdrawalState.POLICY;
            case 3 -> WithdrawalState.SCREENING;
            case 4 -> WithdrawalState.AWAITING_APPROVAL;
            case 5 -> WithdrawalState.QUEUED;
            case 6 -> WithdrawalState.PREPARED;
            case 7 -> WithdrawalState.SIGNING;
            case 8 -> WithdrawalState.SIGNED;
            case 9 -> WithdrawalState.BROADCASTING;
            case 10 -> WithdrawalState.BROADCAST;
            case 11 -> WithdrawalState.AMBIGUOUS;
            case 12 -> WithdrawalState.CONFIRMING;
            case 13 -> WithdrawalState.COMPLETED;
            case 14 -> WithdrawalState.REPLACED;
            case 15 -> WithdrawalState.FAILED_ONCHAIN;
            case 16 -> WithdrawalState.REJECTED;
            case 17 -> WithdrawalState.BLOCKED;
            case 18 -> WithdrawalState.CANCELLED;
            case 19 -> WithdrawalState.EXPIRED;
            default -> throw in.broken("withdrawal state " + number);
        };
    }
}
