// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.Money;
import io.coffer.api.request.Refusal;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.DepositKey;
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
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.io.IOException;
import java.math.BigInteger;

/** The values that commands and state share. Every enum constant has a number of its own that is never reused. */
public final class Values {
    /** Longer texts are cut by whoever makes them: every text is kept for ever. */
    static final int MAX_TEXT_BYTES = 1 << 14;

    static final int MAX_NUMBER_BYTES = 64;
    static final int MAX_BYTES = 1 << 20;

    private Values() {}

    public static void write(BinaryOut out, AssetId value) {
        out.text(value.code());
    }

    public static AssetId assetId(BinaryIn in) throws IOException {
        return new AssetId(in.text());
    }

    public static void write(BinaryOut out, Asset value) {
        write(out, value.id());
        out.count(value.decimals());
    }

    public static Asset asset(BinaryIn in) throws IOException {
        return new Asset(assetId(in), in.count(Asset.MAX_DECIMALS));
    }

    public static void write(BinaryOut out, NetworkAssetId value) {
        out.text(value.caip19());
    }

    public static NetworkAssetId networkAssetId(BinaryIn in) throws IOException {
        return new NetworkAssetId(in.text());
    }

    public static void write(BinaryOut out, Amount value) {
        write(out, value.asset());
        out.big(value.units());
    }

    public static Amount amount(BinaryIn in) throws IOException {
        return new Amount(networkAssetId(in), in.big());
    }

    public static void write(BinaryOut out, NetworkListing value) {
        write(out, value.asset().id());
        out.count(value.asset().decimals());
        write(out, value.ledgerAsset());
        out.big(value.minimumDeposit().units());
        out.bool(value.deposits());
        out.bool(value.withdrawals());
    }

    public static NetworkListing networkListing(BinaryIn in) throws IOException {
        NetworkAsset asset = new NetworkAsset(networkAssetId(in), in.count(NetworkAsset.MAX_DECIMALS));
        AssetId ledgerAsset = assetId(in);
        BigInteger minimum = in.big();
        return new NetworkListing(asset, ledgerAsset, new Amount(asset.id(), minimum), in.bool(), in.bool());
    }

    public static void write(BinaryOut out, Money value) {
        write(out, value.asset());
        out.big(value.units());
    }

    public static Money money(BinaryIn in) throws IOException {
        return new Money(assetId(in), in.big());
    }

    public static void write(BinaryOut out, HoldId value) {
        out.text(value.text());
    }

    public static HoldId holdId(BinaryIn in) throws IOException {
        return new HoldId(in.text());
    }

    public static void write(BinaryOut out, LedgerAccountId value) {
        out.u8(number(value.kind()));
        out.text(value.owner());
        write(out, value.asset());
    }

    public static LedgerAccountId ledgerAccountId(BinaryIn in) throws IOException {
        return new LedgerAccountId(accountKind(in), in.text(), assetId(in));
    }

    private static int number(AccountKind kind) {
        return switch (kind) {
            case CUSTOMER -> 1;
            case HOUSE -> 2;
            case CUSTODY -> 3;
            case FEES -> 4;
            case GAS_EXPENSE -> 5;
            case SUSPENSE -> 6;
            case EXPOSURE -> 7;
            case BAD_DEBT -> 8;
            case ROUNDING -> 9;
        };
    }

    private static AccountKind accountKind(BinaryIn in) throws IOException {
        int number = in.u8();
        return switch (number) {
            case 1 -> AccountKind.CUSTOMER;
            case 2 -> AccountKind.HOUSE;
            case 3 -> AccountKind.CUSTODY;
            case 4 -> AccountKind.FEES;
            case 5 -> AccountKind.GAS_EXPENSE;
            case 6 -> AccountKind.SUSPENSE;
            case 7 -> AccountKind.EXPOSURE;
            case 8 -> AccountKind.BAD_DEBT;
            case 9 -> AccountKind.ROUNDING;
            default -> throw in.broken("account kind " + number);
        };
    }

    public static void write(BinaryOut out, ChainId value) {
        out.text(value.caip2());
    }

    public static ChainId chainId(BinaryIn in) throws IOException {
        return new ChainId(in.text());
    }

    public static void write(BinaryOut out, Address value) {
        write(out, value.chain());
        out.text(value.text());
    }

    public static Address address(BinaryIn in) throws IOException {
        return new Address(chainId(in), in.text());
    }

    public static void write(BinaryOut out, BlockRef value) {
        out.count(value.height());
        out.text(value.hash());
    }

    public static BlockRef blockRef(BinaryIn in) throws IOException {
        return new BlockRef(in.count(), in.text());
    }

    public static void write(BinaryOut out, TxId value) {
        out.text(value.text());
    }

    public static TxId txId(BinaryIn in) throws IOException {
        return new TxId(in.text());
    }

    public static void write(BinaryOut out, Bytes value) {
        out.bytes(value.toArray());
    }

    public static Bytes bytes(BinaryIn in) throws IOException {
        return Bytes.of(in.bytes(MAX_BYTES));
    }

    public static void write(BinaryOut out, PublicKey value) {
        out.u8(
                switch (value.curve()) {
                    case SECP256K1 -> 1;
                    case ED25519 -> 2;
                });
        write(out, value.encoded());
    }

    public static PublicKey publicKey(BinaryIn in) throws IOException {
        int curve = in.u8();
        return new PublicKey(
                switch (curve) {
                    case 1 -> PublicKey.Curve.SECP256K1;
                    case 2 -> PublicKey.Curve.ED25519;
                    default -> throw in.broken("curve " + curve);
                },
                bytes(in));
    }

    public static void write(BinaryOut out, KeyPurpose value) {
        out.u8(
                switch (value) {
                    case DEPOSIT -> 1;
                    case TREASURY -> 2;
                });
    }

    public static KeyPurpose keyPurpose(BinaryIn in) throws IOException {
        int purpose = in.u8();
        return switch (purpose) {
            case 1 -> KeyPurpose.DEPOSIT;
            case 2 -> KeyPurpose.TREASURY;
            default -> throw in.broken("key purpose " + purpose);
        };
    }

    public static void write(BinaryOut out, Keyring value) {
        write(out, value.chain());
        out.count(value.coinType());
        write(out, value.purpose());
        out.text(value.extendedPublicKey());
    }

    public static Keyring keyring(BinaryIn in) throws IOException {
        return new Keyring(chainId(in), in.count(Integer.MAX_VALUE), keyPurpose(in), in.text());
    }

    public static void write(BinaryOut out, OwnAddress value) {
        write(out, value.address());
        write(out, value.key().chain());
        out.count(value.key().coinType());
        write(out, value.key().purpose());
        out.count(value.key().index());
        write(out, value.publicKey());
        out.optional(value.account(), Values::write);
    }

    public static OwnAddress ownAddress(BinaryIn in) throws IOException {
        Address address = address(in);
        ChainId chain = chainId(in);
        KeyRef key = new KeyRef(chain, in.count(Integer.MAX_VALUE), keyPurpose(in), in.count(Integer.MAX_VALUE));
        return new OwnAddress(address, key, publicKey(in), in.optional(Values::accountId));
    }

    public static void write(BinaryOut out, AccountId value) {
        out.text(value.text());
    }

    public static AccountId accountId(BinaryIn in) throws IOException {
        return new AccountId(in.text());
    }

    public static void write(BinaryOut out, CustomerId value) {
        out.text(value.text());
    }

    public static CustomerId customerId(BinaryIn in) throws IOException {
        return new CustomerId(in.text());
    }

    public static void write(BinaryOut out, DepositKey value) {
        write(out, value.tx());
        out.count(value.position());
        write(out, value.to());
        out.optional(value.tag(), BinaryOut::text);
    }

    public static DepositKey depositKey(BinaryIn in) throws IOException {
        return new DepositKey(txId(in), in.count(Integer.MAX_VALUE), address(in), in.optional(BinaryIn::text));
    }

    public static void write(BinaryOut out, LimitRuleId value) {
        out.text(value.text());
    }

    public static LimitRuleId limitRuleId(BinaryIn in) throws IOException {
        return new LimitRuleId(in.text());
    }

    public static void write(BinaryOut out, LimitRule value) {
        write(out, value.id());
        out.optional(value.account(), Values::write);
        write(out, value.perTransaction());
        out.big(value.perDay().units());
    }

    public static LimitRule limitRule(BinaryIn in) throws IOException {
        LimitRuleId id = limitRuleId(in);
        var account = in.optional(Values::accountId);
        Money perTransaction = money(in);
        return new LimitRule(id, account, perTransaction, new Money(perTransaction.asset(), in.big()));
    }

    public static void write(BinaryOut out, Refusal value) {
        out.text(value.code());
        out.text(value.message());
        out.text(value.nextStep());
    }

    public static Refusal refusal(BinaryIn in) throws IOException {
        return new Refusal(in.text(), in.text(), in.text());
    }
}
