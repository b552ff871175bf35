// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static io.coffer.devnet.node.TestChain.balance;
import static io.coffer.devnet.node.TestChain.fund;
import static io.coffer.devnet.node.TestChain.ids;
import static io.coffer.devnet.node.TestChain.isPending;
import static io.coffer.devnet.node.TestChain.reorg;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.devnet.format.Octets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccountChainTest {
    private final Wallet alice = Wallet.of(Mode.ACCOUNT, 1);
    private final Wallet bob = Wallet.of(Mode.ACCOUNT, 2);

    @TempDir
    Path folder;

    private Chain chain;

    @BeforeEach
    void aliceHasTenThousand() throws Exception {
        chain = TestChain.open(Mode.ACCOUNT, folder.resolve("chain"));
        fund(chain, alice, 10_000);
        chain.mine(1);
    }

    @AfterEach
    void close() throws Exception {
        chain.close();
    }

    @Test
    void genesisPaysTheTestAccountAllThereIs() throws Exception {
        Chain fresh = TestChain.open(Mode.ACCOUNT, folder.resolve("fresh"));
        assertThat(fresh.holdings(fresh.testAccount()).balance()).isEqualTo(2_100_000_000_000_000L);
        assertThat(fresh.head().height()).isZero();
        assertThat(fresh.genesis()).isEqualTo(chain.genesis());
        fresh.close();
    }

    @Test
    void aTransferMovesTheAmountAndBurnsTheFee() throws Exception {
        assertThat(chain.submit(alice.pay(0, bob.address(), 3_000, 100))).isTrue();
        assertThat(balance(chain, bob)).isZero();
        chain.mine(1);
        assertThat(balance(chain, alice)).isEqualTo(6_900);
        assertThat(balance(chain, bob)).isEqualTo(3_000);
        assertThat(chain.holdings(alice.address()).nonce()).isEqualTo(1);
    }

    @Test
    void aTransactionThatIsSentAgainIsKnown() throws Exception {
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 100);
        assertThat(chain.submit(payment)).isTrue();
        assertThat(chain.submit(payment)).isFalse();
        chain.mine(1);
        assertThat(chain.submit(payment)).isFalse();
        assertThat(balance(chain, bob)).isEqualTo(3_000);
    }

    @Test
    void aNonceThatWasMinedIsTooLow() throws Exception {
        chain.submit(alice.pay(0, bob.address(), 1, 100));
        chain.mine(1);
        refused("nonce-too-low", () -> chain.submit(alice.pay(0, bob.address(), 2, 100)));
    }

    @Test
    void futureNoncesWaitUntilTheGapIsFilled() throws Exception {
        NodeTransaction third = alice.pay(2, bob.address(), 30, 100);
        NodeTransaction second = alice.pay(1, bob.address(), 20, 100);
        NodeTransaction first = alice.pay(0, bob.address(), 10, 100);
        chain.submit(third);
        chain.submit(second);
        chain.mine(1);
        assertThat(ids(chain, 2)).isEmpty();
        assertThat(chain.holdings(alice.address()).pendingNonce()).isZero();
        chain.submit(first);
        assertThat(chain.holdings(alice.address()).pendingNonce()).isEqualTo(3);
        chain.mine(1);
        assertThat(ids(chain, 3)).isEqualTo(ids(first, second, third));
    }

    @Test
    void aNonceFarAheadIsTooHigh() throws Exception {
        chain.submit(alice.pay(0, bob.address(), 1, 100));
        assertThat(chain.submit(alice.pay(1 + Limits.NONCE_GAP, bob.address(), 1, 100)))
                .isTrue();
        refused("nonce-too-high", () -> chain.submit(alice.pay(2 + Limits.NONCE_GAP, bob.address(), 1, 100)));
        refused("nonce-too-high", () -> chain.submit(alice.pay(-1, bob.address(), 1, 100)));
    }

    @Test
    void allThatWaitsMustBeCoveredByTheBalance() throws Exception {
        chain.submit(alice.pay(0, bob.address(), 5_000, 100));
        refused("insufficient-funds", () -> chain.submit(alice.pay(1, bob.address(), 4_801, 100)));
        assertThat(chain.submit(alice.pay(1, bob.address(), 4_800, 100))).isTrue();
        refused("insufficient-funds", () -> chain.submit(bob.pay(0, alice.address(), 1, 100)));
    }

    @Test
    void whatNoLongerWaitsFreesTheBalance() throws Exception {
        NodeTransaction second = alice.pay(1, bob.address(), 5_900, 100);
        chain.submit(alice.pay(0, bob.address(), 3_000, 100));
        chain.submit(second);
        NodeTransaction larger = alice.pay(1, bob.address(), 6_800, 100);
        chain.vanish(second.id());
        assertThat(chain.submit(larger)).isTrue();
        refused("insufficient-funds", () -> chain.submit(alice.pay(2, bob.address(), 0, 100)));
    }

    @Test
    void aTenthMoreReplacesTheSameNonce() throws Exception {
        NodeTransaction cheap = alice.pay(0, bob.address(), 1_000, 200);
        chain.submit(cheap);
        refused("nonce-conflict", () -> chain.submit(alice.pay(0, bob.address(), 2_000, 219)));
        NodeTransaction dear = alice.pay(0, bob.address(), 2_000, 220);
        assertThat(chain.submit(dear)).isTrue();
        assertThat(chain.transaction(cheap.id())).isEmpty();
        chain.mine(1);
        assertThat(ids(chain, 2)).isEqualTo(ids(dear));
        refused("nonce-too-low", () -> chain.submit(cheap));
    }

    @Test
    void aFailedTransactionPaysItsFeeAndUsesItsNonce() throws Exception {
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 100);
        chain.submit(payment);
        chain.fail(payment.id());
        chain.mine(1);
        assertThat(chain.transaction(payment.id()).orElseThrow().transaction().fails())
                .isTrue();
        assertThat(balance(chain, alice)).isEqualTo(9_900);
        assertThat(balance(chain, bob)).isZero();
        assertThat(chain.holdings(alice.address()).nonce()).isEqualTo(1);
        reorg(chain, 1);
        assertThat(balance(chain, alice)).isEqualTo(9_900);
    }

    @Test
    void aVanishedTransactionIsUnknownAndMayComeBack() throws Exception {
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 100);
        chain.submit(payment);
        chain.vanish(payment.id());
        assertThat(chain.transaction(payment.id())).isEmpty();
        refused("unknown-tx", () -> chain.vanish(payment.id()));
        assertThat(chain.submit(payment)).isTrue();
    }

    @Test
    void laterFaucetPaymentsAreNotStuckBehindAVanishedOne() throws Exception {
        Octets first = fund(chain, bob, 1);
        Octets second = fund(chain, bob, 20);
        chain.vanish(first);
        chain.mine(1);
        assertThat(ids(chain, 2)).contains(second);
        assertThat(balance(chain, bob)).isEqualTo(20);
    }

    @Test
    @DisplayName("H12 a faucet payment can be replaced by one that pays the test account")
    void h12_aFaucetPaymentIsReplaced() throws Exception {
        Octets payment = fund(chain, bob, 500);
        Octets replacement = chain.replace(payment);
        assertThat(chain.transaction(payment)).isEmpty();
        chain.mine(1);
        assertThat(ids(chain, 2)).containsExactly(replacement);
        assertThat(balance(chain, bob)).isZero();
        NodeTransaction own = alice.pay(0, bob.address(), 1, 100);
        chain.submit(own);
        refused("not-faucet", () -> chain.replace(own.id()));
    }

    @Test
    @DisplayName("H10 a reorganisation mines the same transactions in other blocks")
    void h10_aReorganisationMinesAgain() throws Exception {
        NodeTransaction payment = alice.pay(0, bob.address(), 3_000, 100);
        chain.submit(payment);
        chain.mine(3);
        Octets oldBlock = chain.block(2).orElseThrow().block().hash();
        reorg(chain, 3);
        assertThat(chain.head().height()).isEqualTo(5);
        assertThat(ids(chain, 2)).containsExactly(payment.id());
        assertThat(chain.block(2).orElseThrow().block().hash()).isNotEqualTo(oldBlock);
        Chain.Listing orphan = chain.block(oldBlock).orElseThrow();
        assertThat(orphan.canonical()).isFalse();
        assertThat(orphan.block().transactions()).map(NodeTransaction::id).containsExactly(payment.id());
        assertThat(balance(chain, bob)).isEqualTo(3_000);
    }

    @Test
    void everyBlockOfAReorganisationNamesTheOneBefore() throws Exception {
        chain.mine(5);
        reorg(chain, 4);
        for (long height = 1; height <= chain.head().height(); height++) {
            assertThat(chain.block(height).orElseThrow().block().header().previous())
                    .isEqualTo(chain.block(height - 1).orElseThrow().block().hash());
        }
    }

    @Test
    void anEmptyBlockIsReplacedByAnotherHash() throws Exception {
        chain.mine(1);
        Octets before = chain.head().hash();
        reorg(chain, 1);
        assertThat(chain.block(2).orElseThrow().block().hash()).isNotEqualTo(before);
    }

    @Test
    void aDroppedTransactionIsGoneAndItsSuccessorWaits() throws Exception {
        NodeTransaction first = alice.pay(0, bob.address(), 10, 100);
        NodeTransaction second = alice.pay(1, bob.address(), 20, 100);
        chain.submit(first);
        chain.submit(second);
        chain.mine(1);
        chain.reorg(1, Set.of(first.id()), Set.of());
        assertThat(chain.transaction(first.id())).isEmpty();
        assertThat(isPending(chain, second.id())).isTrue();
        chain.mine(1);
        assertThat(balance(chain, bob)).isZero();
        assertThat(chain.submit(first)).isTrue();
        chain.mine(1);
        assertThat(balance(chain, bob)).isEqualTo(30);
    }

    @Test
    void aDelayedTransactionWaitsForTheNextBlock() throws Exception {
        NodeTransaction first = alice.pay(0, bob.address(), 10, 100);
        chain.submit(first);
        chain.mine(1);
        chain.reorg(1, Set.of(), Set.of(first.id()));
        assertThat(isPending(chain, first.id())).isTrue();
        assertThat(balance(chain, bob)).isZero();
        chain.mine(1);
        assertThat(ids(chain, 4)).containsExactly(first.id());
    }

    @Test
    void aPaymentWithMoneyThatWasTakenBackWaits() throws Exception {
        NodeTransaction toBob = alice.pay(0, bob.address(), 5_000, 100);
        NodeTransaction fromBob = bob.pay(0, alice.address(), 4_000, 100);
        chain.submit(toBob);
        chain.mine(1);
        chain.submit(fromBob);
        chain.mine(1);
        chain.reorg(2, Set.of(toBob.id()), Set.of());
        assertThat(isPending(chain, fromBob.id())).isTrue();
        chain.mine(1);
        assertThat(balance(chain, alice)).isEqualTo(10_000);
        chain.submit(toBob);
        chain.mine(2);
        assertThat(balance(chain, bob)).isEqualTo(900);
    }

    @Test
    void whatWaitsIsNotMinedByAReorganisation() throws Exception {
        NodeTransaction first = alice.pay(0, bob.address(), 10, 100);
        chain.submit(first);
        chain.mine(1);
        NodeTransaction second = alice.pay(1, bob.address(), 20, 100);
        chain.submit(second);
        reorg(chain, 1);
        assertThat(isPending(chain, second.id())).isTrue();
        assertThat(ids(chain, 2)).containsExactly(first.id());
    }

    @Test
    void aDroppedFaucetPaymentDoesNotBlockTheNext() throws Exception {
        Octets first = fund(chain, bob, 1);
        Octets second = fund(chain, bob, 20);
        chain.mine(1);
        chain.reorg(1, Set.of(first), Set.of());
        chain.mine(1);
        assertThat(chain.transaction(first)).isEmpty();
        assertThat(chain.transaction(second).orElseThrow().block()).isPresent();
        assertThat(balance(chain, bob)).isEqualTo(20);
    }

    @Test
    void aReorganisationBeyondGenesisOrOfForeignTransactionsIsRefused() throws Exception {
        refused("too-deep", () -> reorg(chain, 2));
        refused("unknown-tx", () -> chain.reorg(1, Set.of(Octets.zeros(32)), Set.of()));
        assertThat(chain.head().height()).isEqualTo(1);
        assertThat(balance(chain, alice)).isEqualTo(10_000);
    }

    @Test
    @DisplayName("H08 a block can list a transaction twice")
    void h08_aTransactionIsListedTwice() throws Exception {
        NodeTransaction payment = alice.pay(0, bob.address(), 10, 100);
        chain.submit(payment);
        chain.duplicate(payment.id());
        chain.duplicate(payment.id());
        chain.mine(1);
        assertThat(chain.block(2).orElseThrow().repeated()).containsExactly(payment.id());
        assertThat(balance(chain, bob)).isEqualTo(10);
        refused("unknown-tx", () -> chain.duplicate(Octets.zeros(32)));
    }

    @Test
    void theSameSeedAndTheSameCallsGiveTheSameChain() throws Exception {
        Chain twin = TestChain.open(Mode.ACCOUNT, folder.resolve("twin"));
        fund(twin, alice, 10_000);
        twin.mine(1);
        for (Chain each : List.of(chain, twin)) {
            each.submit(alice.pay(0, bob.address(), 10, 100));
            each.mine(3);
            reorg(each, 2);
        }
        assertThat(twin.head().hash()).isEqualTo(chain.head().hash());
        twin.close();
    }

    static void refused(String code, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.code()).isEqualTo(code));
    }
}
