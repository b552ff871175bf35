// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.util.List;
import java.util.Optional;

/** A right token that says of itself that it has this name. */
class OtherName implements TokenProtocol {
    private final TokenProtocol right;
    private final AssetDescriptor named;

    OtherName(TokenProtocol right, NetworkAssetId name) {
        this.right = right;
        this.named =
                new AssetDescriptor(new NetworkAsset(name, right.token().asset().decimals()), "OTHER", AssetKind.TOKEN);
    }

    @Override
    public AssetDescriptor token() {
        return named;
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
