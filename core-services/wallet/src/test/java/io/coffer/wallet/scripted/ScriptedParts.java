// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.asset.ContractLog;
import io.coffer.spi.asset.TokenMovement;
import io.coffer.spi.asset.TokenProtocol;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockPage;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.Broadcaster;
import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.ContractProbe;
import io.coffer.spi.chain.DecodedTx;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.FinalityRule;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAsset;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;

/** What the adapters of both modes share: everything but the assembling. */
final class ScriptedParts
        implements AddressCodec,
                TransactionCodec,
                ChainReader,
                FeeEstimator,
                Broadcaster,
                ContractProbe,
                ReplacementFees,
                BalancesAtBlock {
    static final String PREFIX = "sc";
    static final String CONTRACT = ScriptedNode.CONTRACT;
    /** Of the first payment that a contract passed on in a transaction. */
    private static final int INTERNAL = 1 << 30;

    private final ScriptedNode node;
    private final Faults faults;
    private final ChainId chain;
    private final NetworkAssetId coin;
    private final FinalityRule suggested;

    volatile long feeRate = 10;
    /** Whether movements tell of what contracts pass on. */
    volatile boolean tracing;
    /** Whether balances after a block are offered. */
    volatile boolean comparing = true;

    private final List<TokenProtocol> hosted;

    ScriptedParts(ScriptedNode node, Faults faults, FinalityRule suggested) {
        this(node, faults, suggested, List.of());
    }

    ScriptedParts(ScriptedNode node, Faults faults, FinalityRule suggested, List<TokenProtocol> hosted) {
        this.hosted = hosted;
        this.node = node;
        this.faults = faults;
        this.chain = new ChainId(node.chain());
        this.coin = new NetworkAssetId(node.chain() + "/slip44:1");
        this.suggested = suggested;
    }

    ChainDescriptor descriptor() {
        return new ChainDescriptor(chain, "scripted", new NetworkAsset(coin, 8), "SCR", 1, suggested);
    }

    static Address address(ChainId chain, PublicKey key) {
        return new Address(chain, PREFIX + ScriptedTx.hash(key.toString()).substring(0, 40));
    }

    @Override
    public Address parse(String text) throws InvalidAddressException {
        if (!text.startsWith(PREFIX) && !text.startsWith(ScriptedNode.FAILING)) {
            throw new InvalidAddressException("address: does not begin with " + PREFIX);
        }
        return new Address(chain, text);
    }

    @Override
    public Address derive(PublicKey key, AddressFormat format) {
        Optional<Fault> fault = faults.take(Call.DERIVE);
        if (fault.isPresent() && fault.get() == Fault.EXCEPTION) {
            throw new IllegalStateException("derive is broken");
        } else if (fault.equals(Optional.of(Fault.HANG))) {
            faults.hanging().countDown();
            hang();
        }
        return fault.isPresent() ? new Address(chain, "xx" + key) : address(chain, key);
    }

    @Override
    public boolean isContract(Address address) throws ChainException {
        strike(faults.take(Call.PROBE));
        return address.text().startsWith(CONTRACT);
    }

    @Override
    public BlockRef head() throws ChainException {
        strike(faults.take(Call.READ));
        return node.head();
    }

    @Override
    public BlockRef at(long height) throws ChainException {
        List<ScriptedNode.Block> blocks = node.blocks();
        if (height >= blocks.size()) {
            throw new ChainException(ChainException.Kind.BEHIND, "no block at " + height);
        }
        return blocks.get((int) height).ref();
    }

    @Override
    public BlockRef finalized() {
        List<ScriptedNode.Block> blocks = node.blocks();
        return blocks.get(Math.max(0, blocks.size() - 3)).ref();
    }

    @Override
    public BlockPage read(BlockRef after, int blockLimit) throws ChainException {
        Optional<Fault> fault = faults.take(Call.READ);
        strike(fault);
        List<ScriptedNode.Block> blocks = node.blocks();
        BlockRef head = blocks.get(blocks.size() - 1).ref();
        if (after.height() >= blocks.size()) {
            throw new ChainException(ChainException.Kind.BEHIND, "the node is at " + head);
        }
        if (!blocks.get((int) after.height()).ref().equals(after)) {
            return new BlockPage(List.of(new BlockEvent.Removed(after)), head);
        }
        int limit = fault.equals(Optional.of(Fault.TOO_MANY)) ? blocks.size() : blockLimit;
        List<BlockEvent> events = new ArrayList<>();
        for (int i = (int) after.height() + 1; i < blocks.size() && events.size() < limit; i++) {
            events.add(added(blocks.get(i), fault));
        }
        if (fault.equals(Optional.of(Fault.GAP)) && events.size() > 1) {
            events.remove(0);
        }
        return new BlockPage(events, head);
    }

    private BlockEvent added(ScriptedNode.Block block, Optional<Fault> fault) {
        List<Movement> movements = new ArrayList<>();
        for (Map.Entry<ScriptedTx, Boolean> entry : block.transactions().entrySet()) {
            List<ScriptedTx.Output> outputs = entry.getKey().outputs();
            for (int i = 0; i < outputs.size() && entry.getValue(); i++) {
                if (!outputs.get(i).isCoin()) {
                    continue;
                }
                Movement movement = movement(entry.getKey(), i, fault);
                movements.add(movement);
                if (fault.equals(Optional.of(Fault.DUPLICATES))) {
                    movements.add(movement);
                } else if (fault.equals(Optional.of(Fault.OTHER_AMOUNTS))) {
                    movements.add(oneMore(movement));
                }
            }
        }
        if (tracing) {
            block.transactions()
                    .keySet()
                    .forEach(tx -> node.internal(tx.id())
                            .ifPresent(passedOn -> movements.add(new Movement(
                                    new TxId(tx.id()),
                                    INTERNAL,
                                    new Address(chain, passedOn.to()),
                                    Optional.empty(),
                                    new Amount(coin, passedOn.units())))));
        }
        block.transactions().forEach((tx, succeeded) -> {
            if (succeeded) {
                List<Movement> tokens = tokenMovements(tx);
                movements.addAll(tokens);
                movements.addAll(fault.equals(Optional.of(Fault.DUPLICATES)) ? tokens : List.of());
            }
        });
        String parent = fault.equals(Optional.of(Fault.WRONG_PARENT)) ? "elsewhere" : block.parent();
        return new BlockEvent.Added(block.ref(), parent, movements);
    }

    private List<Movement> tokenMovements(ScriptedTx tx) {
        List<ContractLog> logs = node.contracts().logs(chain, tx);
        List<Movement> movements = new ArrayList<>();
        for (TokenProtocol token : hosted) {
            for (TokenMovement one : logs.isEmpty() ? List.<TokenMovement>of() : token.movements(logs)) {
                movements.add(
                        new Movement(new TxId(tx.id()), 1 + one.logIndex(), one.to(), Optional.empty(), one.amount()));
            }
        }
        return movements;
    }

    private static Movement oneMore(Movement movement) {
        Amount amount = movement.amount();
        return new Movement(
                movement.tx(),
                movement.position(),
                movement.to(),
                movement.tag(),
                new Amount(amount.asset(), amount.units().add(BigInteger.ONE)));
    }

    private Movement movement(ScriptedTx tx, int position, Optional<Fault> fault) {
        ScriptedTx.Output output = tx.outputs().get(position);
        ChainId where = fault.equals(Optional.of(Fault.OTHER_CHAIN)) ? new ChainId("scripted:other") : chain;
        return new Movement(
                new TxId(tx.id()),
                position,
                new Address(where, output.to()),
                Optional.empty(),
                new Amount(coin, output.units()));
    }

    @Override
    public List<Amount> balances(List<Address> addresses, BlockRef block) throws ChainException {
        Optional<Fault> fault = faults.take(Call.BALANCES);
        strike(fault);
        if (fault.equals(Optional.of(Fault.FORGOTTEN))) {
            throw new ChainException(ChainException.Kind.REFUSED, "missing trie node");
        }
        if (addresses.isEmpty() || addresses.size() > MAX_ADDRESSES) {
            throw new IllegalArgumentException("addresses: " + addresses.size());
        }
        List<ScriptedNode.Block> blocks = node.blocks();
        if (block.height() >= blocks.size()
                || !blocks.get((int) block.height()).ref().equals(block)) {
            throw new ChainException(ChainException.Kind.BEHIND, block + " is not on the node's chain");
        }
        NetworkAssetId asset =
                fault.equals(Optional.of(Fault.OTHER_CHAIN)) ? new NetworkAssetId(chain + "/slip44:2") : coin;
        long more = fault.equals(Optional.of(Fault.OTHER_AMOUNTS)) ? 7 : 0;
        List<Amount> balances = new ArrayList<>();
        for (Address address : addresses) {
            BigInteger there = node.balanceAfter(address.text(), block.height());
            balances.add(new Amount(asset, there.add(BigInteger.valueOf(more))));
        }
        if (fault.equals(Optional.of(Fault.TOO_MANY))) {
            balances.add(Amount.zero(coin));
        }
        return balances;
    }

    @Override
    public TxStatus status(TxId transaction) throws ChainException {
        Optional<Fault> fault = faults.take(Call.STATUS);
        strike(fault);
        if (fault.equals(Optional.of(Fault.UNKNOWN))) {
            return new TxStatus.Unknown();
        }
        if (node.isPending(transaction.text())) {
            return new TxStatus.Pending();
        }
        Optional<ScriptedNode.Block> block = node.blockOf(transaction.text());
        if (block.isEmpty()) {
            return new TxStatus.Unknown();
        }
        Map.Entry<ScriptedTx, Boolean> entry = block.get().transactions().entrySet().stream()
                .filter(one -> one.getKey().id().equals(transaction.text()))
                .findFirst()
                .orElseThrow();
        Amount fee = new Amount(coin, ScriptedNode.paidFee(entry.getKey()));
        boolean succeeded = !fault.equals(Optional.of(Fault.NO_EFFECT))
                && entry.getValue()
                && !node.contracts().isSilent(entry.getKey());
        return (succeeded ? otherwise(entry.getKey(), block.get().ref(), fee) : Optional.<TxStatus>empty())
                .orElseGet(() -> new TxStatus.Mined(block.get().ref(), succeeded, fee));
    }

    /** What a hosted token says that it moved out of the sender, if it was to move something else. */
    private Optional<TxStatus> otherwise(ScriptedTx tx, BlockRef block, Amount fee) {
        List<ContractLog> logs = node.contracts().logs(chain, tx);
        for (TokenProtocol token : logs.isEmpty() ? List.<TokenProtocol>of() : hosted) {
            BigInteger sent = tx.outputs().stream()
                    .filter(output -> output.contract().equals(token.contract().text()))
                    .map(ScriptedTx.Output::units)
                    .reduce(BigInteger.ZERO, BigInteger::add);
            BigInteger left = token.movements(logs).stream()
                    .filter(one -> one.from().text().equals(tx.from()))
                    .map(one -> one.amount().units())
                    .reduce(BigInteger.ZERO, BigInteger::add);
            NetworkAssetId id = token.token().asset().id();
            if (!left.equals(sent)) {
                return Optional.of(new TxStatus.MinedOtherwise(block, new Amount(id, left), Amount.zero(id), fee));
            }
        }
        return Optional.empty();
    }

    @Override
    public FeeQuote quote(FeeUrgency urgency) throws ChainException {
        strike(faults.take(Call.FEES));
        return new FeeQuote(coin, BigInteger.valueOf(feeRate), BigInteger.ZERO, 1);
    }

    /** A tenth more than before, as its node demands, and no less than the present price. */
    @Override
    public FeeQuote replacement(FeeQuote earlier, FeeUrgency urgency) throws ChainException {
        strike(faults.take(Call.FEES));
        BigInteger more = earlier.rate().multiply(BigInteger.valueOf(11)).divide(BigInteger.TEN);
        BigInteger rate = more.add(BigInteger.ONE).max(BigInteger.valueOf(feeRate));
        return new FeeQuote(coin, rate, BigInteger.ZERO, earlier.weight());
    }

    @Override
    public SubmitOutcome submit(SignedTx transaction) {
        Optional<Fault> fault = faults.take(Call.SUBMIT);
        if (fault.isEmpty()) {
            return answer(node.submit(ScriptedTx.readSigned(transaction.encoded())));
        }
        switch (fault.get()) {
            case TAKEN_UNKNOWN -> {
                node.submit(ScriptedTx.readSigned(transaction.encoded()));
                return new SubmitOutcome.Indeterminate("connection reset");
            }
            case TAKEN_EXCEPTION -> {
                node.submit(ScriptedTx.readSigned(transaction.encoded()));
                throw new IllegalStateException("broken after the node took it");
            }
            case REJECTED -> {
                return new SubmitOutcome.Rejected("nonce-too-low", true);
            }
            case UNDERPRICED -> {
                return new SubmitOutcome.Rejected("underpriced", false);
            }
            case HANG -> {
                node.submit(ScriptedTx.readSigned(transaction.encoded()));
                hang();
                return new SubmitOutcome.Accepted();
            }
            default -> {
                return new SubmitOutcome.Indeterminate("no route");
            }
        }
    }

    private static SubmitOutcome answer(Optional<String> refusal) {
        if (refusal.isEmpty()) {
            return new SubmitOutcome.Accepted();
        }
        return refusal.get().equals("known")
                ? new SubmitOutcome.AlreadyKnown()
                : new SubmitOutcome.Rejected(refusal.get(), !refusal.get().endsWith("underpriced"));
    }

    @Override
    public DecodedTx decode(UnsignedTx transaction) {
        return decode(ScriptedTx.readUnsigned(transaction.encoded()));
    }

    @Override
    public DecodedTx decode(SignedTx transaction) {
        return decode(ScriptedTx.readSigned(transaction.encoded()));
    }

    private DecodedTx decode(ScriptedTx tx) {
        List<DecodedTx.Input> inputs = new ArrayList<>();
        if (tx.isAccount()) {
            inputs.add(new DecodedTx.Input(new Address(chain, tx.from()), ""));
        }
        tx.inputs().forEach(input -> inputs.add(new DecodedTx.Input(new Address(chain, "scowner"), input)));
        List<TransferIntent> outputs = tx.outputs().stream()
                .map(output -> output.isCoin()
                        ? Optional.of(new TransferIntent(
                                new Address(chain, output.to()), new Amount(coin, output.units()), Optional.empty()))
                        : hosted.stream()
                                .filter(token -> token.contract().text().equals(output.contract()))
                                .findFirst()
                                .flatMap(token -> token.decode(
                                        ScriptedContracts.transfer(token.contract(), output.to(), output.units()))))
                .flatMap(Optional::stream)
                .toList();
        OptionalLong sequence = tx.isAccount() ? OptionalLong.of(tx.nonce()) : OptionalLong.empty();
        return new DecodedTx(chain, inputs, outputs, sequence, new Amount(coin, tx.fee()));
    }

    @Override
    public List<SigningPayload> payloads(UnsignedTx transaction) {
        throw new IllegalArgumentException("the tests' signer asks for no payloads");
    }

    @Override
    public SignedTx combine(UnsignedTx transaction, List<PayloadSignature> signatures) {
        throw new IllegalArgumentException("the tests' signer combines nothing");
    }

    UnsignedTx assembled(ScriptedTx tx) {
        Optional<Fault> fault = faults.take(Call.ASSEMBLE);
        ScriptedTx made = tx;
        if (tx.outputs().get(0).to().startsWith(ScriptedNode.BREAKING)) {
            throw new IllegalStateException("this one is too much for the adapter");
        }
        if (fault.equals(Optional.of(Fault.OTHER_DESTINATION))) {
            List<ScriptedTx.Output> outputs = new ArrayList<>(tx.outputs());
            outputs.set(
                    0,
                    new ScriptedTx.Output(
                            "scthief", outputs.get(0).units(), outputs.get(0).contract()));
            made = new ScriptedTx(tx.chain(), tx.from(), tx.nonce(), tx.inputs(), outputs, tx.fee());
        } else if (fault.isPresent()) {
            throw new IllegalStateException("assemble is broken");
        }
        return new UnsignedTx(chain, made.unsigned());
    }

    static void strike(Optional<Fault> fault) throws ChainException {
        if (fault.equals(Optional.of(Fault.HANG))) {
            hang();
        } else if (fault.equals(Optional.of(Fault.UNREACHABLE))) {
            throw new ChainException(ChainException.Kind.UNREACHABLE, "connection refused");
        } else if (fault.equals(Optional.of(Fault.REFUSED))) {
            throw new ChainException(ChainException.Kind.REFUSED, "execution reverted");
        } else if (fault.equals(Optional.of(Fault.EXCEPTION))) {
            throw new IllegalStateException("a bug in the adapter");
        }
    }

    private static void hang() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException expected) {
            Thread.currentThread().interrupt();
        }
    }
}
