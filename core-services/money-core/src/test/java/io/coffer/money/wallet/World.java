// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * The names that the tests share: an account chain whose coin has 18 decimals but 8 in the ledger, a token on it with
 * 6 against 8, and a UTXO chain with 8 against 8; two customers with an account each; a hot wallet on both chains.
 */
public final class World {
    public static final ChainId ACCOUNTS = new ChainId("devnet:accounts");
    public static final ChainId OUTPUTS = new ChainId("devnet:outputs");

    public static final AssetId COIN = new AssetId("COIN");
    public static final AssetId USDT = new AssetId("USDT");
    public static final AssetId BTC = new AssetId("BTC");

    public static final NetworkAssetId NETWORK_COIN = new NetworkAssetId("devnet:accounts/slip44:1");
    public static final NetworkAssetId NETWORK_USDT = new NetworkAssetId("devnet:accounts/token:usdt");
    public static final NetworkAssetId NETWORK_BTC = new NetworkAssetId("devnet:outputs/slip44:1");

    public static final CustomerId ANNA = new CustomerId("cus_anna");
    public static final CustomerId BERT = new CustomerId("cus_bert");
    public static final AccountId ANNAS = new AccountId("acc_anna");
    public static final AccountId BERTS = new AccountId("acc_bert");

    private World() {}

    public static BigInteger coins(long number) {
        return BigInteger.TEN.pow(18).multiply(BigInteger.valueOf(number));
    }

    public static Amount coin(long number) {
        return new Amount(NETWORK_COIN, coins(number));
    }

    public static Amount wei(long units) {
        return Amount.of(NETWORK_COIN, units);
    }

    public static Amount sats(long units) {
        return Amount.of(NETWORK_BTC, units);
    }

    public static NetworkListing listing(NetworkAssetId id, int decimals, AssetId ledgerAsset, long minimum) {
        return new NetworkListing(new NetworkAsset(id, decimals), ledgerAsset, Amount.of(id, minimum), true, true);
    }

    public static BlockRef block(long height) {
        return block(height, "");
    }

    public static BlockRef block(long height, String fork) {
        return new BlockRef(height, "b" + height + fork);
    }

    /** The address at an index, different for each chain and purpose. */
    public static Address address(ChainId chain, KeyPurpose purpose, int index) {
        return new Address(chain, chain.reference() + "_" + (purpose == KeyPurpose.TREASURY ? "hot" : "in") + index);
    }

    public static Address hot(ChainId chain) {
        return address(chain, KeyPurpose.TREASURY, 0);
    }

    public static Address outside(ChainId chain, String name) {
        return new Address(chain, "x_" + name);
    }

    public static PublicKey key(Address address) {
        byte[] bytes = new byte[33];
        byte[] text = address.text().getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, 0, Math.min(text.length, bytes.length));
        return new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(bytes));
    }

    public static OwnAddress own(ChainId chain, KeyPurpose purpose, int index, Optional<AccountId> account) {
        Address address = address(chain, purpose, index);
        return new OwnAddress(address, new KeyRef(chain, 1, purpose, index), key(address), account);
    }

    public static Keyring keyring(ChainId chain, KeyPurpose purpose) {
        return new Keyring(chain, 1, purpose, "xpub-" + chain.reference() + "-" + purpose);
    }

    public static LimitRule generous(AssetId asset) {
        return new LimitRule(
                new LimitRuleId("all-" + asset.code().toLowerCase(java.util.Locale.ROOT)),
                Optional.empty(),
                new Money(asset, BigInteger.ONE.shiftLeft(126)),
                new Money(asset, BigInteger.ONE.shiftLeft(126)));
    }

    /** What makes the world: each of these is applied. */
    public static List<Command> founding() {
        return List.of(
                new AssetCommand.ListAsset(new Asset(COIN, 8)),
                new AssetCommand.ListAsset(new Asset(USDT, 8)),
                new AssetCommand.ListAsset(new Asset(BTC, 8)),
                new AssetCommand.ListOnNetwork(listing(NETWORK_COIN, 18, COIN, 1_000)),
                new AssetCommand.ListOnNetwork(listing(NETWORK_USDT, 6, USDT, 10)),
                new AssetCommand.ListOnNetwork(listing(NETWORK_BTC, 8, BTC, 546)),
                new CustomerCommand.CreateCustomer(ANNA),
                new CustomerCommand.CreateCustomer(BERT),
                new CustomerCommand.OpenAccount(ANNAS, ANNA),
                new CustomerCommand.OpenAccount(BERTS, BERT),
                new ChainCommand.RegisterKeyring(keyring(ACCOUNTS, KeyPurpose.DEPOSIT)),
                new ChainCommand.RegisterKeyring(keyring(ACCOUNTS, KeyPurpose.TREASURY)),
                new ChainCommand.RegisterKeyring(keyring(OUTPUTS, KeyPurpose.DEPOSIT)),
                new ChainCommand.RegisterKeyring(keyring(OUTPUTS, KeyPurpose.TREASURY)),
                new ChainCommand.ReserveAddress(ACCOUNTS, KeyPurpose.TREASURY, Optional.empty()),
                new ChainCommand.ReserveAddress(OUTPUTS, KeyPurpose.TREASURY, Optional.empty()),
                new ChainCommand.ReserveAddress(ACCOUNTS, KeyPurpose.DEPOSIT, Optional.of(ANNAS)),
                new ChainCommand.ReserveAddress(OUTPUTS, KeyPurpose.DEPOSIT, Optional.of(ANNAS)),
                new ChainCommand.ReserveAddress(ACCOUNTS, KeyPurpose.DEPOSIT, Optional.of(BERTS)),
                new ChainCommand.ReserveAddress(OUTPUTS, KeyPurpose.DEPOSIT, Optional.of(BERTS)),
                new ChainCommand.BindAddress(own(ACCOUNTS, KeyPurpose.TREASURY, 0, Optional.empty())),
                new ChainCommand.BindAddress(own(OUTPUTS, KeyPurpose.TREASURY, 0, Optional.empty())),
                new ChainCommand.BindAddress(own(ACCOUNTS, KeyPurpose.DEPOSIT, 0, Optional.of(ANNAS))),
                new ChainCommand.BindAddress(own(OUTPUTS, KeyPurpose.DEPOSIT, 0, Optional.of(ANNAS))),
                new ChainCommand.BindAddress(own(ACCOUNTS, KeyPurpose.DEPOSIT, 1, Optional.of(BERTS))),
                new ChainCommand.BindAddress(own(OUTPUTS, KeyPurpose.DEPOSIT, 1, Optional.of(BERTS))),
                new LimitCommand.SetRule(generous(COIN)),
                new LimitCommand.SetRule(generous(USDT)),
                new LimitCommand.SetRule(generous(BTC)));
    }
}
