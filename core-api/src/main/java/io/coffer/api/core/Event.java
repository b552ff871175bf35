// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.asset.OutboundHalt;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.wallet.Account;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.Customer;
import io.coffer.api.wallet.Deposit;
import io.coffer.api.wallet.FrozenAccount;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.SetAsideSighting;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;

/** What a command changed. The same journal gives the same events, always. */
public sealed interface Event {
    /**
     * One applied ledger operation.
     *
     * @param memo the batch's memo, or what caused it, such as {@code deposit dep_…}
     */
    record LedgerMoved(LedgerOperation operation, String memo) implements Event {}

    record AssetListed(Asset asset) implements Event {}

    record NetworkListed(NetworkListing listing) implements Event {}

    record CustomerCreated(Customer customer) implements Event {}

    record AccountOpened(Account account) implements Event {}

    record AddressBound(OwnAddress address) implements Event {}

    /** The deposit as it stands after the change. */
    record DepositChanged(Deposit deposit) implements Event {}

    /** The withdrawal, or the transfer of the house, as it stands after the change. */
    record WithdrawalChanged(Withdrawal withdrawal) implements Event {}

    record LimitSet(LimitRule rule) implements Event {}

    record LimitRemoved(LimitRuleId rule) implements Event {}

    /** The cursor of a chain moved forwards or, in a reorganisation, back to {@code last}. */
    record CursorMoved(ChainId chain, BlockRef last) implements Event {}

    /** Blocks above {@code height} (-1: all) no longer count as final, by an operator's word. */
    record FinalityLowered(ChainId chain, long height) implements Event {}

    /** An operator decided not to credit what could not be observed. */
    record SightingSetAside(SetAsideSighting sighting) implements Event {}

    /** An asset is not sent any more, by rule or by an operator's word. */
    record OutboundHalted(OutboundHalt halt) implements Event {}

    /** An operator let a halted asset be sent again. */
    record OutboundReleased(AssetId asset, String decidedBy, String reason) implements Event {}

    /** Nothing leaves an account any more, by rule or by an operator's word. */
    record AccountFrozen(FrozenAccount frozen) implements Event {}

    /** An operator ended a freeze. */
    record AccountUnfrozen(AccountId account, String decidedBy, String reason) implements Event {}
}
