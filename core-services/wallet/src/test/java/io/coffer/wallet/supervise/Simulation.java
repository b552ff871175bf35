// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.supervise;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.node.Answer;
import io.coffer.api.node.Halts.Reset;
import io.coffer.api.node.RequestKey;
import io.coffer.api.node.Wallets;
import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Withdrawal;
import io.coffer.api.wallet.WithdrawalId;
import io.coffer.api.wallet.WithdrawalState;
import io.coffer.spi.chain.BlockRef;
import io.coffer.wallet.scripted.Faults.Call;
import io.coffer.wallet.scripted.Faults.Fault;
import io.coffer.wallet.scripted.ScriptedNode;
import io.coffer.wallet.settings.ChainSettingsForm;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** One life of a wallet, with all that can go wrong, told by a seed. */
final class Simulation implements AutoCloseable {
    private static final int ACCOUNTS = 3;
    private static final int MAX_UNITS = 400;
    private static final int HEALING_ROUNDS = 100;
    /** Two final ones, after which all balances were compared twice: what is found may be swept in its turn. */
    private static final int QUIET_BLOCKS = Bench.CONFIRMATIONS + 3;

    private static final Fault[] READ_FAULTS = {
        Fault.UNREACHABLE, Fault.EXCEPTION, Fault.WRONG_PARENT, Fault.GAP, Fault.DUPLICATES, Fault.OTHER_CHAIN
    };
    private static final Fault[] BALANCE_FAULTS = {
        Fault.UNREACHABLE, Fault.EXCEPTION, Fault.FORGOTTEN, Fault.TOO_MANY, Fault.OTHER_CHAIN
    };
    private static final Fault[] SUBMIT_FAULTS = {
        Fault.TAKEN_UNKNOWN, Fault.LOST_UNKNOWN, Fault.TAKEN_EXCEPTION, Fault.REJECTED
    };

    private final long seed;
    private final Random random;
    private final Bench bench;
    private final List<AccountId> accounts = new ArrayList<>();
    /** Orders by their key, with the answer once the client had one. */
    private final Map<RequestKey, Order> orders = new LinkedHashMap<>();

    private KilledCore killed;
    private int kills;
    private int requests;
    private long highestCursor;

    /** What a client ordered and was told. */
    private static final class Order {
        final Wallets.Order order;
        Optional<Answer<Withdrawal>> answer = Optional.empty();

        Order(Wallets.Order order) {
            this.order = order;
        }
    }

    Simulation(Path folder, boolean outputMode, long seed) throws Exception {
        this.seed = seed;
        this.random = new Random(seed);
        this.bench = new Bench(folder.resolve(Long.toHexString(seed)), outputMode);
        bench.settle();
        for (int i = 0; i < ACCOUNTS; i++) {
            accounts.add(bench.account());
            bench.address(accounts.get(i));
        }
        bench.allowWithdrawals();
        bench.fundHotWallet(2_000, 3_000, 5_000);
        bench.between = core -> {
            killed = new KilledCore(core);
            return killed;
        };
        restart();
    }

    void run(int steps) throws Exception {
        for (int i = 0; i < steps; i++) {
            killed.killAt(1 + random.nextInt(12), random.nextBoolean());
            try {
                act();
            } catch (KilledCore.Killed dead) {
                kills++;
                revive();
            }
        }
        heal();
        check();
    }

    private void revive() throws Exception {
        if (random.nextInt(5) == 0) {
            bench.wallet.close();
            bench.core.close();
            bench.openCore();
            start();
        } else {
            restart();
        }
    }

    private void restart() throws Exception {
        bench.wallet.close();
        start();
    }

    private void start() throws Exception {
        bench.startWallet();
        bench.wallet.configure(ChainSettingsForm.read(Map.of(
                "chain",
                Bench.CHAIN.caip2(),
                "vanishAfterBlocks",
                "8",
                "replace-after",
                "15",
                "sweep.threshold.SCR",
                "0.000003",
                "sweep.batch",
                "2")));
    }

    private void noteCursor() {
        for (BlockRef block : bench.core.read(state -> List.copyOf(state.cursor(Bench.CHAIN)))) {
            highestCursor = Math.max(highestCursor, block.height());
        }
    }

    private void act() throws Exception {
        noteCursor();
        switch (random.nextInt(16)) {
            case 0, 1, 2 -> pay();
            case 3, 4, 5 -> order();
            case 6 -> repeatAnOrder();
            case 7 -> Bench.done(bench.wallet.wallets().allocateAddress(newKey(), anAccount(), Bench.COIN));
            case 8, 9, 10 -> bench.node.mine(1 + random.nextInt(6));
            case 11 -> reorganise();
            case 12 -> fault();
            case 13 -> operate();
            case 14 -> payInternally();
            default -> bench.clock.pass(random.nextInt(8_000));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            if (random.nextBoolean()) {
                bench.supervisor().read();
                noteCursor();
            } else {
                bench.supervisor().send();
            }
        }
    }

    private RequestKey newKey() {
        return bench.key("simulated-" + requests++);
    }

    private AccountId anAccount() {
        return accounts.get(random.nextInt(ACCOUNTS));
    }

    private void pay() {
        List<OwnAddress> addresses = bench.core.read(state -> List.copyOf(state.addresses(Bench.CHAIN, anAccount())));
        String to = random.nextInt(10) == 0
                ? bench.hotWallet()
                : addresses.get(random.nextInt(addresses.size())).address().text();
        bench.node.pay(to, 1 + random.nextInt(MAX_UNITS));
    }

    /** On a chain whose movements do not tell of it; half of the time in the block of a payment that they tell of. */
    private void payInternally() {
        if (!bench.node.isOutputMode()) {
            List<OwnAddress> addresses =
                    bench.core.read(state -> List.copyOf(state.addresses(Bench.CHAIN, anAccount())));
            String to = random.nextInt(4) == 0
                    ? bench.hotWallet()
                    : addresses.get(random.nextInt(addresses.size())).address().text();
            bench.node.payInternally(to, 1 + random.nextInt(MAX_UNITS));
        }
    }

    private void order() throws Exception {
        String kind = random.nextInt(12) == 0 && !bench.node.isOutputMode() ? ScriptedNode.FAILING : "scto";
        RequestKey key = newKey();
        Order order = new Order(bench.order(anAccount(), kind + requests, 1 + random.nextInt(MAX_UNITS)));
        orders.put(key, order);
        ask(key, order);
    }

    private void repeatAnOrder() throws Exception {
        List<RequestKey> keys = List.copyOf(orders.keySet());
        if (!keys.isEmpty()) {
            RequestKey key = keys.get(random.nextInt(keys.size()));
            ask(key, orders.get(key));
        }
    }

    /** Asks as a client does; what it was told once must hold for ever. */
    private void ask(RequestKey key, Order order) throws Exception {
        Answer<Withdrawal> answer = bench.wallet.wallets().withdraw(key, order.order);
        if (order.answer.isPresent()) {
            assertThat(answer.getClass()).isEqualTo(order.answer.get().getClass());
            if (answer instanceof Answer.Done<Withdrawal> done) {
                assertThat(done.value().id())
                        .isEqualTo(Bench.done(order.answer.get()).id());
            }
        }
        order.answer = Optional.of(answer);
    }

    /** Never deeper than what counts as final for the wallet, so that nobody needs to judge. */
    private void reorganise() {
        long lowest = highestCursor - Bench.CONFIRMATIONS + 1;
        long depth = Math.min(1 + random.nextInt(2), bench.node.head().height() - lowest);
        if (depth > 0) {
            bench.node.rollBack((int) depth, random.nextInt(3) > 0);
        }
    }

    private void fault() {
        switch (random.nextInt(6)) {
            case 5 -> bench.faults.next(Call.BALANCES, BALANCE_FAULTS[random.nextInt(BALANCE_FAULTS.length)]);
            case 4 -> bench.faults.next(Call.ASSEMBLE, Fault.EXCEPTION);
            case 0 -> bench.faults.next(Call.READ, READ_FAULTS[random.nextInt(READ_FAULTS.length)]);
            case 1 -> bench.faults.next(Call.SUBMIT, SUBMIT_FAULTS[random.nextInt(SUBMIT_FAULTS.length)]);
            case 2 -> bench.faults.next(Call.STATUS, random.nextBoolean() ? Fault.UNKNOWN : Fault.UNREACHABLE);
            default -> bench.faults.next(Call.FEES, Fault.UNREACHABLE);
        }
    }

    private void operate() throws Exception {
        switch (random.nextInt(10)) {
            case 9 -> bump();
            case 8 -> resetCursor();
            case 5 -> bench.signer.answer(Optional.of(new SigningOutcome.Denied("simulated", "not now", false)));
            case 6 ->
                bench.signer.object("scto" + requests, Optional.of(new SigningOutcome.Mismatch("simulated", false)));
            case 7 -> bench.signer.answer(Optional.empty());
            case 0 -> bench.vault.seal();
            case 1 -> bench.vault.unseal();
            case 2 -> bench.wallet.rescan(Bench.CHAIN, random.nextInt(10));
            case 3 -> bench.node.forgetPool();
            default -> {
                bench.wallet.adapterLeft(bench.adapter);
                bench.adapter = bench.newAdapter();
                bench.wallet.adapterArrived(bench.adapter);
            }
        }
    }

    private void bump() {
        List<Withdrawal> open = bench.core.read(state -> List.copyOf(state.openWithdrawals(Bench.CHAIN)));
        if (!open.isEmpty()) {
            var unused = bench.wallet.bump(open.get(random.nextInt(open.size())).id());
        }
    }

    /** An operator has a part read again from a block that counts as final; above the cursor that is refused. */
    private void resetCursor() throws Exception {
        long height = Math.max(0, highestCursor - Bench.CONFIRMATIONS - random.nextInt(6));
        if (height < bench.node.blocks().size()) {
            bench.wallet.pause(Bench.CHAIN);
            var unused = bench.wallet.resetCursor(
                    Bench.CHAIN, Reset.to(bench.node.blocks().get((int) height).ref()));
            bench.wallet.resume(Bench.CHAIN);
        }
    }

    /** Everything works again; all that is under way comes to its end. */
    private void heal() throws Exception {
        killed.spare();
        restart();
        killed.spare();
        bench.faults.none();
        bench.signer.answer(Optional.empty());
        bench.signer.object("", Optional.empty());
        bench.vault.unseal();
        bench.pass(70_000);
        bench.fundHotWallet(50_000);
        for (Map.Entry<RequestKey, Order> entry : orders.entrySet()) {
            ask(entry.getKey(), entry.getValue());
        }
        int quiet = 0;
        for (int i = 0; i < HEALING_ROUNDS && quiet < QUIET_BLOCKS; i++) {
            bench.pass(20_000);
            bench.mine(1);
            quiet = isUnderWay() ? 0 : quiet + 1;
        }
        assertThat(quiet).as("seed %d: %s", seed, bench.status()).isEqualTo(QUIET_BLOCKS);
    }

    private boolean isUnderWay() {
        return bench.core.read(state -> !state.openWithdrawals(Bench.CHAIN).isEmpty()
                || !state.openDeposits(Bench.CHAIN).isEmpty());
    }

    private void check() throws Exception {
        Map<AccountId, BigInteger> expected = new LinkedHashMap<>();
        for (AccountId account : accounts) {
            BigInteger received = bench.addresses(account).stream()
                    .map(own -> bench.node.received(own.address().text()))
                    .reduce(BigInteger.ZERO, BigInteger::add);
            expected.put(account, received);
        }
        Set<String> transactions = new HashSet<>();
        int completed = 0;
        for (Order order : orders.values()) {
            completed += checkOrder(order, transactions, expected) ? 1 : 0;
        }
        Map<WithdrawalId, Withdrawal> house = houseTransfers();
        for (WithdrawalId id : house.keySet()) {
            assertThat(bench.signer.placesOf(id))
                    .as("seed %d: sequences of %s", seed, id)
                    .hasSizeLessThanOrEqualTo(1);
            transactions.addAll(bench.signer.signedFor(id));
        }
        assertThat(transactions).as("every transaction that a node ever saw").containsAll(bench.node.submitted());
        expected.forEach((account, units) -> assertThat(bench.total(account))
                .as("seed %d: balance of %s", seed, account)
                .isEqualTo(units.longValueExact()));
        checkDiscoveries();
        assertThat(bench.custody()).as("seed %d: ledger and chain", seed).isEqualTo(bench.onChain());
        assertThat(bench.core.read(state -> state.trialBalance()).isBalanced()).isTrue();
        assertThat(bench.core.replay(0)).isEqualTo(bench.core.stateHash());
        System.out.printf(
                "simulation outputs=%b seed=%d kills=%d sweeps=%d orders=%d completed=%d blocks=%d commands=%d%n",
                bench.node.isOutputMode(),
                seed,
                kills,
                house.size(),
                orders.size(),
                completed,
                bench.node.head().height(),
                bench.core.status().position());
    }

    /** What was found by balances is what contracts passed on, address by address, and nothing is missing. */
    private void checkDiscoveries() {
        Map<String, BigInteger> found = new LinkedHashMap<>();
        bench.finalDeposits().stream()
                .filter(deposit -> deposit.key().isDiscovered())
                .forEach(deposit ->
                        found.merge(deposit.key().to().text(), deposit.amount().units(), BigInteger::add));
        for (KeyPurpose purpose : KeyPurpose.values()) {
            for (OwnAddress own : bench.addresses(purpose)) {
                String address = own.address().text();
                assertThat(found.getOrDefault(address, BigInteger.ZERO))
                        .as("seed %d: found at %s", seed, address)
                        .isEqualTo(bench.node.receivedInternally(address));
            }
        }
        assertThat(bench.outboundHalts())
                .as("seed %d: nothing is missing", seed)
                .isEmpty();
    }

    private Map<WithdrawalId, Withdrawal> houseTransfers() {
        Map<WithdrawalId, Withdrawal> found = new LinkedHashMap<>();
        for (WithdrawalId id : bench.signer.signed().keySet()) {
            Withdrawal withdrawal = bench.withdrawal(id);
            if (withdrawal.request().house().isPresent()) {
                found.put(id, withdrawal);
            }
        }
        return found;
    }

    /** Whether the order was carried out. */
    private boolean checkOrder(Order order, Set<String> transactions, Map<AccountId, BigInteger> expected) {
        Answer<Withdrawal> answer = order.answer.orElseThrow();
        BigInteger received = bench.node.received(order.order.to());
        if (answer instanceof Answer.Refused<Withdrawal>) {
            assertThat(received).isZero();
            return false;
        }
        Withdrawal withdrawal = bench.withdrawal(Bench.done(answer).id());
        Set<String> signed = bench.signer.signedFor(withdrawal.id());
        assertThat(bench.signer.placesOf(withdrawal.id()))
                .as("seed %d: sequences or inputs of what was signed for %s", seed, withdrawal.id())
                .hasSize(1);
        assertThat(transactions.addAll(signed)).isTrue();
        if (withdrawal.state() == WithdrawalState.FAILED_ONCHAIN) {
            assertThat(received).isZero();
            return false;
        }
        assertThat(withdrawal.state()).isEqualTo(WithdrawalState.COMPLETED);
        assertThat(received).as("seed %d: paid once", seed).isEqualTo(order.order.units());
        expected.merge(order.order.account(), received.negate(), BigInteger::add);
        return true;
    }

    @Override
    public void close() throws Exception {
        bench.close();
    }
}
