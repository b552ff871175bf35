// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.asset.ContractCall;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The tokens that a chain was asked to host, by contract and by asset. */
public final class HostedTokens {
    /** The namespace of CAIP-19 in which a token is named by its contract, in the one spelling that addresses have. */
    private static final String ERC20 = "/erc20:";

    private final Map<Bytes, TokenProtocol> byContract;
    private final Map<NetworkAssetId, TokenProtocol> byAsset;

    private HostedTokens(Map<Bytes, TokenProtocol> byContract, Map<NetworkAssetId, TokenProtocol> byAsset) {
        this.byContract = byContract;
        this.byAsset = byAsset;
    }

    public static HostedTokens none() {
        return new HostedTokens(Map.of(), Map.of());
    }

    /**
     * Takes tokens of the chain of {@code addresses}.
     *
     * @throws IllegalArgumentException if two have the same contract or asset, one is the coin or on another chain, or a
     *     contract or an asset is not in the canonical spelling
     */
    public static HostedTokens of(List<TokenProtocol> tokens, EvmAddresses addresses, NetworkAssetId coin) {
        Map<Bytes, TokenProtocol> byContract = new LinkedHashMap<>();
        Map<NetworkAssetId, TokenProtocol> byAsset = new HashMap<>();
        for (TokenProtocol token : tokens) {
            NetworkAssetId asset = token.token().asset().id();
            Address contract = token.contract();
            Bytes bytes = addresses.bytes(contract);
            requireName(asset, contract);
            if (byContract.put(bytes, token) != null) {
                throw new IllegalArgumentException("tokens: two have the contract " + contract);
            }
            if (asset.equals(coin) || byAsset.put(asset, token) != null) {
                throw new IllegalArgumentException("tokens: two assets have the name " + asset);
            }
        }
        return new HostedTokens(byContract, byAsset);
    }

    public boolean isEmpty() {
        return byContract.isEmpty();
    }

    /** In the order in which they were handed over, 20 bytes each. */
    public List<Bytes> contracts() {
        return List.copyOf(byContract.keySet());
    }

    /** @param contract 20 bytes */
    public Optional<TokenProtocol> at(Bytes contract) {
        return Optional.ofNullable(byContract.get(contract));
    }

    /**
     * Whether a token goes by the name of an ERC-20, so that nothing of it moves without a Transfer in its logs.
     *
     * @param contract 20 bytes
     */
    public boolean isErc20(Bytes contract) {
        TokenProtocol token = byContract.get(contract);
        return token != null
                && token.token()
                        .asset()
                        .id()
                        .caip19()
                        .startsWith(token.contract().chain().caip2() + ERC20);
    }

    /**
     * The call that makes a transfer; empty if its asset is none of the tokens.
     *
     * @throws IllegalArgumentException if the token cannot be transferred so
     */
    Optional<ContractCall> call(TransferIntent transfer) {
        return Optional.ofNullable(byAsset.get(transfer.amount().asset())).map(token -> call(token, transfer));
    }

    /**
     * The transfer that a call makes; empty if the contract is none of the tokens, or if the call does anything else.
     *
     * @param contract 20 bytes
     */
    public Optional<TransferIntent> transfer(Bytes contract, Bytes data) {
        TokenProtocol token = byContract.get(contract);
        if (token == null || data.length() > ContractCall.MAX_DATA) {
            return Optional.empty();
        }
        ContractCall call = new ContractCall(token.contract(), data);
        return token.decode(call).filter(transfer -> isOf(token, transfer));
    }

    /** The token's own code is not taken at its word: what it encodes must be what it decodes. */
    private static ContractCall call(TokenProtocol token, TransferIntent transfer) {
        ContractCall call = token.encode(transfer);
        if (!call.contract().equals(token.contract()) || !token.decode(call).equals(Optional.of(transfer))) {
            throw new IllegalArgumentException("token: " + token.token().asset().id()
                    + " does not read its own call as the transfer that was asked for");
        }
        return call;
    }

    private static boolean isOf(TokenProtocol token, TransferIntent transfer) {
        return transfer.amount().asset().equals(token.token().asset().id());
    }

    private static void requireName(NetworkAssetId asset, Address contract) {
        String chain = contract.chain().caip2();
        boolean otherName =
                asset.caip19().startsWith(chain + ERC20) && !asset.caip19().equals(chain + ERC20 + contract);
        if (!asset.chain().equals(chain) || otherName) {
            throw new IllegalArgumentException(
                    "tokens: " + asset + " is not the name of " + contract + ", which is " + chain + ERC20 + contract);
        }
    }
}
