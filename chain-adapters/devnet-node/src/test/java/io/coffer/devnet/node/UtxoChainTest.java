// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static io.coffer.devnet.node.AccountChainTest.refused;
import static io.coffer.devnet.node.TestChain.balance;
import static io.coffer.devnet.node.TestChain.fund;
import static io.coffer.devnet.node.TestChain.ids;
import static io.coffer.devnet.node.TestChain.isPending;
import static io.coffer.devnet.node.TestChain.reorg;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.SignedTransaction;
import io.coffer.devnet.format.UtxoTransaction;
import io.coffer.devnet.format.UtxoTransaction.Input;
import io.coffer.devnet.format.UtxoTransaction.Output;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UtxoChainTest {
    private final Wallet alice = Wallet.of(Mode.UTXO, 1);
    private final Wallet bob = Wallet.of(Mode.UTXO, 2);

    @TempDir
    Path folder;

    private Chain chain;
    private Input coin;

    @BeforeEach
    void aliceHasTenThousand() throws Exception {
        chain = TestChain.open(Mode.UTXO, folder.resolve("chain"));
        fund(chain, alice, 10_000);
        chain.mine(1);
        coin = alice.coins(chain).get(0);
    }

    @AfterEach
    void close() throws Exception {
        chain.close();
    }

    @Test
    void genesisPaysTheTestAccountInManyOutputs() throws Exception {
        Chain fresh = TestChain.open(Mode.UTXO, folder.resolve("fresh"));
        Chain.Holdings holdings = fresh.holdings(fresh.testAccount());
        assertThat(holdings.balance()).isEqualTo(2_100_000_000_000_000L);
        assertThat(holdings.coins())
                .hasSize(1_000)
                .allSatisfy(listed -> assertThat(listed.place().transaction()).isEqualTo(fresh.genesis()));
        fresh.close();
    }

    @Test
    void aTransactionMovesOutputs() throws Exception {
        NodeTransaction payment = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        assertThat(chain.submit(payment)).isTrue();
        assertThat(balance(chain, alice)).isEqualTo(10_000);
        chain.mine(1);
        assertThat(balance(chain, alice)).isEqualTo(6_900);
        assertThat(balance(chain, bob)).isEqualTo(3_000);
        Chain.ListedCoin received = chain.holdings(bob.address()).coins().get(0);
        assertThat(received.place().transaction()).isEqualTo(payment.id());
        assertThat(received.place().index()).isZero();
        assertThat(received.coin().height()).isEqualTo(2);
    }

    @Test
    void anOutputThatNeverWasIsMissing() {
        Input none = alice.input(Octets.zeros(32), 0, 10_000);
        refused("missing-input", () -> chain.submit(alice.spend(List.of(none), bob.address(), 1, 100)));
        Input noSuchIndex = alice.input(coin.spent().transaction(), 77, 10_000);
        refused("missing-input", () -> chain.submit(alice.spend(List.of(noSuchIndex), bob.address(), 1, 100)));
    }

    @Test
    @DisplayName("H25 a lie about an input's amount is refused")
    void h25_aLieAboutAnAmountIsRefused() {
        for (long lie : List.of(9_999L, 10_001L, 20_000L)) {
            Input input = alice.input(coin.spent().transaction(), coin.spent().index(), lie);
            refused("missing-input", () -> chain.submit(alice.spend(List.of(input), bob.address(), 1, 100)));
        }
    }

    @Test
    void anotherKeyCannotSpend() {
        Input stolen = bob.input(coin.spent().transaction(), coin.spent().index(), 10_000);
        refused("bad-signature", () -> chain.submit(bob.spend(List.of(stolen), bob.address(), 1, 100)));
    }

    @Test
    void aMinedOutputCannotBeSpentAgain() throws Exception {
        chain.submit(alice.spend(List.of(coin), bob.address(), 3_000, 100));
        chain.mine(1);
        refused("spent-input", () -> chain.submit(alice.spend(List.of(coin), bob.address(), 1, 500)));
    }

    @Test
    void aDoubleSpendMustPayMore() throws Exception {
        NodeTransaction first = alice.spend(List.of(coin), bob.address(), 3_000, 200);
        chain.submit(first);
        refused("spent-input", () -> chain.submit(alice.spend(List.of(coin), alice.address(), 1, 200)));
        NodeTransaction second = alice.spend(List.of(coin), alice.address(), 1, 201);
        assertThat(chain.submit(second)).isTrue();
        assertThat(chain.transaction(first.id())).isEmpty();
        chain.mine(1);
        assertThat(balance(chain, bob)).isZero();
    }

    @Test
    void aWaitingOutputCanBeSpent() throws Exception {
        NodeTransaction parent = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        NodeTransaction child = bob.spend(List.of(bob.input(parent.id(), 0, 3_000)), alice.address(), 1_000, 100);
        refused("missing-input", () -> chain.submit(child));
        chain.submit(parent);
        assertThat(chain.submit(child)).isTrue();
        chain.mine(1);
        assertThat(ids(chain, 2)).isEqualTo(ids(parent, child));
        assertThat(balance(chain, bob)).isEqualTo(1_900);
    }

    @Test
    void aReplacementMustPayForTheChildrenThatItEvicts() throws Exception {
        NodeTransaction parent = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        NodeTransaction child = bob.spend(List.of(bob.input(parent.id(), 0, 3_000)), alice.address(), 1_000, 150);
        chain.submit(parent);
        chain.submit(child);
        refused("spent-input", () -> chain.submit(alice.spend(List.of(coin), alice.address(), 1, 250)));
        assertThat(chain.submit(alice.spend(List.of(coin), alice.address(), 1, 251)))
                .isTrue();
        assertThat(chain.transaction(parent.id())).isEmpty();
        assertThat(chain.transaction(child.id())).isEmpty();
        assertThat(chain.pending()).isEqualTo(1);
    }

    @Test
    void aReplacementCannotSpendWhatItEvicts() throws Exception {
        NodeTransaction parent = alice.spend(List.of(coin), alice.address(), 3_000, 100);
        chain.submit(parent);
        NodeTransaction greedy =
                alice.spend(List.of(coin, alice.input(parent.id(), 0, 3_000)), bob.address(), 1, 5_000);
        refused("spent-input", () -> chain.submit(greedy));
    }

    @Test
    void whatSpendsAVanishedTransactionVanishesToo() throws Exception {
        NodeTransaction parent = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        NodeTransaction child = bob.spend(List.of(bob.input(parent.id(), 0, 3_000)), alice.address(), 1_000, 100);
        chain.submit(parent);
        chain.submit(child);
        chain.vanish(parent.id());
        assertThat(chain.pending()).isZero();
    }

    @Test
    void aTransactionCannotFailHere() throws Exception {
        NodeTransaction payment = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        chain.submit(payment);
        refused("account-mode-only", () -> chain.fail(payment.id()));
    }

    @Test
    @DisplayName("H12 a faucet payment can be replaced by one that spends the same outputs")
    void h12_aFaucetPaymentIsReplaced() throws Exception {
        Octets payment = fund(chain, bob, 500);
        Octets replacement = chain.replace(payment);
        chain.mine(1);
        assertThat(ids(chain, 2)).containsExactly(replacement);
        assertThat(balance(chain, bob)).isZero();
        assertThat(chain.transaction(payment)).isEmpty();
    }

    @Test
    void aThousandFaucetPaymentsFitInOneBlock() throws Exception {
        for (int i = 0; i < 1_500; i++) {
            fund(chain, bob, 1);
        }
        chain.mine(1);
        assertThat(ids(chain, 2)).hasSize(1_500);
        assertThat(balance(chain, bob)).isEqualTo(1_500);
    }

    @Test
    void theFaucetPaysMoreThanOneOutputHolds() throws Exception {
        fund(chain, bob, 100_000_000_000_000L);
        chain.mine(1);
        assertThat(balance(chain, bob)).isEqualTo(100_000_000_000_000L);
        refused("insufficient-funds", () -> fund(chain, bob, 2_000_000_000_000_000L));
    }

    @Test
    @DisplayName("H10 a reorganisation gives the outputs back their place and height")
    void h10_aReorganisationKeepsOutputs() throws Exception {
        NodeTransaction payment = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        chain.submit(payment);
        chain.mine(2);
        reorg(chain, 3);
        assertThat(ids(chain, 2)).containsExactly(payment.id());
        assertThat(balance(chain, bob)).isEqualTo(3_000);
        assertThat(chain.holdings(bob.address()).coins().get(0).coin().height()).isEqualTo(2);
    }

    @Test
    void whatSpendsADroppedTransactionIsDroppedToo() throws Exception {
        NodeTransaction parent = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        NodeTransaction child = bob.spend(List.of(bob.input(parent.id(), 0, 3_000)), alice.address(), 1_000, 100);
        NodeTransaction grandchild = alice.spend(List.of(alice.input(child.id(), 0, 1_000)), bob.address(), 500, 100);
        chain.submit(parent);
        chain.mine(1);
        chain.submit(child);
        chain.mine(1);
        chain.submit(grandchild);
        chain.reorg(2, Set.of(parent.id()), Set.of());
        for (NodeTransaction each : List.of(parent, child, grandchild)) {
            assertThat(chain.transaction(each.id())).isEmpty();
        }
        assertThat(balance(chain, alice)).isEqualTo(10_000);
    }

    @Test
    void whatSpendsADelayedTransactionWaitsWithIt() throws Exception {
        NodeTransaction parent = alice.spend(List.of(coin), bob.address(), 3_000, 100);
        NodeTransaction child = bob.spend(List.of(bob.input(parent.id(), 0, 3_000)), alice.address(), 1_000, 100);
        NodeTransaction waiting = alice.spend(List.of(alice.input(child.id(), 0, 1_000)), bob.address(), 500, 100);
        chain.submit(parent);
        chain.submit(child);
        chain.mine(1);
        chain.submit(waiting);
        chain.reorg(1, Set.of(), Set.of(parent.id()));
        for (NodeTransaction each : List.of(parent, child, waiting)) {
            assertThat(isPending(chain, each.id())).isTrue();
        }
        // A second one, while the child stands before its parent among those that wait.
        reorg(chain, 2);
        chain.mine(1);
        assertThat(ids(chain, 5)).hasSize(3);
        assertThat(balance(chain, bob)).isEqualTo(2_400);
    }

    @Test
    void aFullPoolRefusesUntilABlockMakesRoom() throws Exception {
        fund(chain, alice, 1_000_000_000L);
        chain.mine(1);
        Input last = alice.coins(chain).stream()
                .filter(input -> input.amount().longValue() > 10_000)
                .findFirst()
                .orElseThrow();
        int most = (int) (Limits.POOL_BYTES / large(last).raw().length());
        for (int i = 0; i < most; i++) {
            NodeTransaction next = large(last);
            assertThat(chain.submit(next)).isTrue();
            last = alice.input(next.id(), 0, last.amount().longValue() - 354);
        }
        NodeTransaction oneMore = large(last);
        refused("full", () -> chain.submit(oneMore));
        assertThat(chain.pending()).isEqualTo(most);
        chain.mine(1);
        assertThat(chain.submit(oneMore)).isTrue();
    }

    /** A transaction of 255 outputs and a fee of 100; the chain leaves its signature to its callers. */
    private NodeTransaction large(Input input) {
        List<Output> outputs = new ArrayList<>(Collections.nCopies(255, new Output(bob.address(), BigInteger.ONE)));
        outputs.set(0, new Output(alice.address(), input.amount().subtract(BigInteger.valueOf(354))));
        return NodeTransaction.of(new SignedTransaction(
                new UtxoTransaction(Wallet.CHAIN, List.of(input), outputs), List.of(Octets.zeros(64))));
    }
}
