// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.codec;

import io.coffer.api.asset.Asset;
import io.coffer.api.asset.AssetId;
import io.coffer.api.asset.NetworkListing;
import io.coffer.api.core.AssetCommand;
import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Command;
import io.coffer.api.core.CustomerCommand;
import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.LedgerCommand;
import io.coffer.api.core.LimitCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.ledger.AccountKind;
import io.coffer.api.ledger.HoldId;
import io.coffer.api.ledger.LedgerAccountId;
import io.coffer.api.ledger.LedgerOperation;
import io.coffer.api.ledger.Money;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.CustomerId;
import io.coffer.api.wallet.DepositKey;
import io.coffer.api.wallet.HousePurpose;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.LimitRule;
import io.coffer.api.wallet.LimitRuleId;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalRequest;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.function.Supplier;

/** Random commands of every kind, from one corner of their range to the other. */
public final class RandomValues {
    private static final String LETTERS = "abcXYZ019_-";
    private static final String PRINTABLE = "!\"#%&/()=?abcXYZ019_-~";
    private static final String ANY = "aZ 9\n\u00e9\u20ac\ud83d\ude00\u0000\u007f";

    private final Random random;

    public RandomValues(long seed) {
        this.random = new Random(seed);
    }

    /** One command of every kind. */
    public List<Command> one() {
        List<Command> commands = new ArrayList<>();
        commands.add(batch());
        commands.add(new AssetCommand.ListAsset(new Asset(assetId(), random.nextInt(19))));
        commands.add(new AssetCommand.ListOnNetwork(listing()));
        commands.add(new AssetCommand.HaltOutbound(assetId(), "a" + text(80)));
        commands.add(new AssetCommand.ReleaseOutbound(assetId(), "b" + text(80), "c" + text(80)));
        commands.add(new CustomerCommand.FreezeAccount(accountId(), "d" + text(80)));
        commands.add(new CustomerCommand.UnfreezeAccount(accountId(), "e" + text(80), "f" + text(80)));
        commands.add(new CustomerCommand.CreateCustomer(new CustomerId(opaque())));
        commands.add(new CustomerCommand.OpenAccount(accountId(), new CustomerId(opaque())));
        commands.add(new ChainCommand.RegisterKeyring(new Keyring(chain(), natural(), purpose(), text(120))));
        commands.add(new ChainCommand.ReserveAddress(chain(), purpose(), maybe(this::accountId)));
        commands.add(new ChainCommand.BindAddress(ownAddress()));
        commands.add(new ChainCommand.AdvanceCursor(chain(), some(this::block)));
        commands.add(new ChainCommand.RetreatCursor(chain(), block()));
        commands.add(new ChainCommand.LowerFinality(chain(), random.nextInt(1_000) - 1));
        commands.add(new ChainCommand.ResetCursor(chain(), block()));
        commands.add(new ChainCommand.PassToken(networkAssetId(), random.nextLong() >>> 1));
        commands.add(new ChainCommand.TokenReadAgain(networkAssetId(), random.nextLong()));
        commands.add(new DepositCommand.SetAside(depositKey(), amount(), block(), "a" + text(80)));
        commands.add(new DepositCommand.Observe(depositKey(), amount(), block()));
        commands.add(discover());
        commands.add(new DepositCommand.Reorged(depositKey(), block()));
        commands.add(new DepositCommand.Vanished(depositKey()));
        commands.add(new DepositCommand.Finalized(depositKey(), block()));
        commands.add(new DepositCommand.Screened(depositKey(), random.nextBoolean(), text(80)));
        commands.addAll(withdrawal());
        commands.add(new LimitCommand.SetRule(limit()));
        commands.add(new LimitCommand.RemoveRule(new LimitRuleId(opaque())));
        return commands;
    }

    private List<Command> withdrawal() {
        WithdrawalId id = new WithdrawalId(opaque());
        return List.of(
                new WithdrawalCommand.Request(id, request()),
                new WithdrawalCommand.Request(id, transfer()),
                new WithdrawalCommand.Replace(id, 1 + random.nextInt(9), preparation()),
                new WithdrawalCommand.Mined(id, random.nextInt(9), block()),
                new WithdrawalCommand.Screened(id, random.nextBoolean(), text(80)),
                new WithdrawalCommand.Approved(id, text(80)),
                new WithdrawalCommand.Prepare(id, preparation()),
                new WithdrawalCommand.Unprepare(id, text(80)),
                new WithdrawalCommand.BeginSigning(id),
                new WithdrawalCommand.Signed(id, new SignedTx(chain(), txId(), bytes(random.nextInt(600)))),
                new WithdrawalCommand.Signed(
                        id, 1 + random.nextInt(9), new SignedTx(chain(), txId(), bytes(random.nextInt(600)))),
                new WithdrawalCommand.AbandonSigning(
                        id, 1 + random.nextInt(Integer.MAX_VALUE), "operator " + text(80), text(80)),
                new WithdrawalCommand.Reopened(id, block()),
                finalizedOtherwise(id),
                new WithdrawalCommand.LetStand(id, block(), "operator " + text(80), "b" + text(80)),
                new WithdrawalCommand.BeginBroadcast(id),
                new WithdrawalCommand.Broadcast(id),
                new WithdrawalCommand.Ambiguous(id, text(80)),
                new WithdrawalCommand.Mined(id, block()),
                new WithdrawalCommand.Unmined(id, block()),
                new WithdrawalCommand.Finalized(id, block(), random.nextBoolean(), amount()),
                new WithdrawalCommand.Cancel(id, text(80)));
    }

    private Command finalizedOtherwise(WithdrawalId id) {
        Amount left = amount();
        Amount back = new Amount(left.asset(), left.units().shiftRight(random.nextInt(4)));
        return new WithdrawalCommand.FinalizedOtherwise(id, block(), left, back, amount());
    }

    private LedgerCommand.Batch batch() {
        List<LedgerOperation> operations = new ArrayList<>();
        operations.add(operation());
        operations.addAll(some(this::operation));
        return new LedgerCommand.Batch(operations, text(60));
    }

    private LedgerOperation operation() {
        return switch (random.nextInt(4)) {
            case 0 -> new LedgerOperation.Post(ledgerAccount(), ledgerAccount(), money());
            case 1 -> new LedgerOperation.Hold(hold(), ledgerAccount(), money());
            case 2 -> new LedgerOperation.Capture(hold(), ledgerAccount(), money());
            default -> new LedgerOperation.Release(hold());
        };
    }

    private HoldId hold() {
        return new HoldId(from(ANY, 1, HoldId.MAX_LENGTH / 2));
    }

    private LedgerAccountId ledgerAccount() {
        AccountKind[] kinds = AccountKind.values();
        return new LedgerAccountId(kinds[random.nextInt(kinds.length)], text(60), assetId());
    }

    private Money money() {
        return new Money(assetId(), number(Money.MAX_BITS));
    }

    /** Also the corners: 0, 1, and the greatest. */
    BigInteger number(int bits) {
        return switch (random.nextInt(6)) {
            case 0 -> BigInteger.ZERO;
            case 1 -> BigInteger.ONE;
            case 2 -> BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
            case 3 -> BigInteger.ONE.shiftLeft(random.nextInt(bits));
            default -> new BigInteger(random.nextInt(bits + 1), random);
        };
    }

    private NetworkListing listing() {
        NetworkAssetId id = networkAssetId();
        return new NetworkListing(
                new NetworkAsset(id, random.nextInt(37)),
                assetId(),
                new Amount(id, number(Amount.MAX_BITS)),
                random.nextBoolean(),
                random.nextBoolean());
    }

    private LimitRule limit() {
        AssetId asset = assetId();
        return new LimitRule(
                new LimitRuleId(opaque()),
                maybe(this::accountId),
                new Money(asset, number(Money.MAX_BITS)),
                new Money(asset, number(Money.MAX_BITS)));
    }

    private WithdrawalRequest request() {
        Amount amount = amount();
        return new WithdrawalRequest(
                new Payer.Customer(accountId()),
                address(),
                maybe(() -> text(40)),
                amount.isZero() ? Amount.of(amount.asset(), 1) : amount,
                amount(),
                maybe(this::opaque));
    }

    private WithdrawalRequest transfer() {
        HousePurpose purpose = random.nextBoolean() ? HousePurpose.SWEEP : HousePurpose.GAS;
        Amount amount = amount();
        return new WithdrawalRequest(
                new Payer.House(address(), purpose),
                address(),
                Optional.empty(),
                amount.isZero() ? Amount.of(amount.asset(), 1) : amount,
                amount(),
                Optional.empty());
    }

    private Preparation preparation() {
        BigInteger rate = number(128);
        FeeQuote fee = new FeeQuote(networkAssetId(), rate, rate.shiftRight(1), 1 + (random.nextLong() >>> 1) / 2);
        return new Preparation(
                address(),
                random.nextBoolean() ? OptionalLong.of(random.nextLong() >>> 1) : OptionalLong.empty(),
                some(this::utxo),
                fee);
    }

    private Utxo utxo() {
        return new Utxo(txId(), natural(), address(), amount(), publicKey());
    }

    private OwnAddress ownAddress() {
        return new OwnAddress(
                address(), new KeyRef(chain(), natural(), purpose(), natural()), publicKey(), maybe(this::accountId));
    }

    private DepositCommand.Discover discover() {
        BlockRef block = block();
        Amount amount = amount();
        return new DepositCommand.Discover(
                DepositKey.discovered(address(), block),
                amount.isZero() ? Amount.of(amount.asset(), 1) : amount,
                block,
                "b" + text(80));
    }

    private DepositKey depositKey() {
        return new DepositKey(txId(), natural(), address(), maybe(() -> text(30)));
    }

    private Amount amount() {
        return new Amount(networkAssetId(), number(Amount.MAX_BITS));
    }

    private PublicKey publicKey() {
        return random.nextBoolean()
                ? new PublicKey(PublicKey.Curve.SECP256K1, bytes(33))
                : new PublicKey(PublicKey.Curve.ED25519, bytes(32));
    }

    private Bytes bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return Bytes.of(bytes);
    }

    private KeyPurpose purpose() {
        return random.nextBoolean() ? KeyPurpose.DEPOSIT : KeyPurpose.TREASURY;
    }

    private AccountId accountId() {
        return new AccountId(opaque());
    }

    private AssetId assetId() {
        return new AssetId(from("ABC019", 1, 16));
    }

    private ChainId chain() {
        return new ChainId("devnet:" + from(LETTERS, 1, 32));
    }

    private NetworkAssetId networkAssetId() {
        return new NetworkAssetId(chain().caip2() + "/slip44:" + from("0123456789", 1, 9));
    }

    private Address address() {
        return new Address(chain(), from(PRINTABLE, 1, Address.MAX_LENGTH));
    }

    private TxId txId() {
        return new TxId(from(PRINTABLE, 1, Address.MAX_LENGTH));
    }

    private BlockRef block() {
        return new BlockRef(random.nextLong() >>> 1, text(64) + "h");
    }

    private String opaque() {
        return from(LETTERS, 1, 64);
    }

    private String text(int most) {
        return from(ANY, 0, most);
    }

    private int natural() {
        return random.nextInt() >>> 1;
    }

    private String from(String alphabet, int least, int most) {
        int length = least + random.nextInt(most - least + 1);
        int[] points = alphabet.codePoints().toArray();
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            int point = points[random.nextInt(points.length)];
            boolean fits = text.length() + Character.charCount(point) <= length;
            text.appendCodePoint(fits ? point : 'a');
        }
        return text.toString();
    }

    private <T> Optional<T> maybe(Supplier<T> value) {
        return random.nextBoolean() ? Optional.of(value.get()) : Optional.empty();
    }

    private <T> List<T> some(Supplier<T> value) {
        List<T> values = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.add(value.get());
        }
        return values;
    }
}
