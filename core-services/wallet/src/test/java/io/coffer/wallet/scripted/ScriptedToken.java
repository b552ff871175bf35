// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.asset.AssetDescriptor;
import io.coffer.spi.asset.AssetKind;
import io.coffer.spi.asset.AssetPlugin;
import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.CreditRule;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;

/** A plugin with one token, which misbehaves when the test wants it to. */
public final class ScriptedToken implements AssetPlugin, TokenProtocol {
    private static final int DECIMALS = 6;

    private final AssetDescriptor token;
    private final Address contract;
    private final CreditRule rule;
    /** What becomes of the movements that it finds. */
    public volatile UnaryOperator<List<TokenMovement>> movements = UnaryOperator.identity();
    /** Whether it does not come back any more. */
    public volatile boolean hanging;

    public ScriptedToken(String chain, String contract, CreditRule rule) {
        this(chain, contract, contract, DECIMALS, rule);
    }

    /** @param contract whose logs it reads, whatever the id says */
    public ScriptedToken(String chain, String reference, String contract, int decimals, CreditRule rule) {
        NetworkAssetId id = new NetworkAssetId(chain + "/token:" + reference);
        this.token = new AssetDescriptor(new NetworkAsset(id, decimals), "TOK", AssetKind.TOKEN);
        this.contract = new Address(new ChainId(chain), contract);
        this.rule = rule;
    }

    public NetworkAssetId id() {
        return token.asset().id();
    }

    @Override
    public Set<NetworkAssetId> assets() {
        return Set.of(id());
    }

    @Override
    public Optional<AssetDescriptor> describe(NetworkAssetId asset) {
        return asset.equals(id()) ? Optional.of(token) : Optional.empty();
    }

    @Override
    public Optional<TokenProtocol> protocol(NetworkAssetId asset) {
        return asset.equals(id()) ? Optional.of(this) : Optional.empty();
    }

    @Override
    public AssetDescriptor token() {
        return token;
    }

    @Override
    public Address contract() {
        return contract;
    }

    @Override
    public CreditRule creditRule() {
        return rule;
    }

    @Override
    public List<TokenMovement> movements(List<ContractLog> logs) {
        if (hanging) {
            hang();
        }
        List<TokenMovement> found = new ArrayList<>();
        for (ContractLog log : logs) {
            if (log.contract().equals(contract)) {
                found.add(new TokenMovement(
                        log.index(),
                        address(log.topics().get(1)),
                        address(log.topics().get(2)),
                        amount(log.data())));
            }
        }
        return movements.apply(found);
    }

    @Override
    public ContractCall encode(TransferIntent transfer) {
        if (transfer.to().equals(contract)) {
            throw new IllegalArgumentException("to: the token would be lost");
        }
        return ScriptedContracts.transfer(
                contract, transfer.to().text(), transfer.amount().units());
    }

    @Override
    public Optional<TransferIntent> decode(ContractCall call) {
        String[] parts = ScriptedContracts.text(call.data()).split(":", -1);
        return parts.length == 3
                ? Optional.of(new TransferIntent(
                        new Address(contract.chain(), parts[1]),
                        new Amount(id(), new BigInteger(parts[2])),
                        Optional.empty()))
                : Optional.empty();
    }

    @Override
    public ContractCall balanceCall(Address holder) {
        return new ContractCall(contract, ScriptedContracts.bytes("balance:" + holder.text()));
    }

    @Override
    public Optional<Amount> balance(Bytes answer) {
        return number(answer).map(units -> new Amount(id(), units));
    }

    @Override
    public Optional<ContractCall> decimalsCall() {
        return Optional.of(new ContractCall(contract, ScriptedContracts.bytes("decimals")));
    }

    @Override
    public Optional<Integer> decimals(Bytes answer) {
        return number(answer).map(BigInteger::intValueExact);
    }

    private Amount amount(Bytes data) {
        return new Amount(id(), new BigInteger(ScriptedContracts.text(data)));
    }

    private Address address(Bytes topic) {
        return new Address(contract.chain(), ScriptedContracts.text(topic));
    }

    private static Optional<BigInteger> number(Bytes answer) {
        String text = ScriptedContracts.text(answer);
        return text.matches("[0-9]+") ? Optional.of(new BigInteger(text)) : Optional.empty();
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
        }
    }
}
