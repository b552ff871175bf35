// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

/** A change that is asked of the money core. Each is applied whole or not at all. */
public sealed interface Command
        permits LedgerCommand,
                AssetCommand,
                CustomerCommand,
                ChainCommand,
                DepositCommand,
                WithdrawalCommand,
                LimitCommand {}
