// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.asset;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import java.util.List;
import java.util.Optional;

/** A token that does what another does; a test overrides what is to be wrong with it. */
public class ForwardingToken implements TokenProtocol {
    private final TokenProtocol right;

    public ForwardingToken(TokenProtocol right) {
        this.right = right;
    }

    @Override
    public AssetDescriptor token() {
        return right.token();
    }

    @Override
    public Address contract() {
        return right.contract();
    }

    @Override
    public CreditRule creditRule() {
        return right.creditRule();
    }

    @Override
    public List<TokenMovement> movements(List<ContractLog> logs) {
        return right.movements(logs);
    }

    @Override
    public ContractCall encode(TransferIntent transfer) {
        return right.encode(transfer);
    }

    @Override
    public Optional<TransferIntent> decode(ContractCall call) {
        return right.decode(call);
    }

    @Override
    public ContractCall balanceCall(Address holder) {
        return right.balanceCall(holder);
    }

    @Override
    public Optional<Amount> balance(Bytes answer) {
        return right.balance(answer);
    }

    @Override
    public Optional<ContractCall> decimalsCall() {
        return right.decimalsCall();
    }

    @Override
    public Optional<Integer> decimals(Bytes answer) {
        return right.decimals(answer);
    }
}
