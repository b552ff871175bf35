// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalancesAtBlock;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.money.Amount;
import io.coffer.testkit.chain.ChainReaderContract.Payment;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link BalancesAtBlock} must do, shown by a node that the test commands. */
@Timeout(BalancesAtBlockContract.LIMIT_SECONDS)
public abstract class BalancesAtBlockContract {
    static final int LIMIT_SECONDS = 120;

    private static final int BLOCKS = 6;

    /** A node of its own for each test, that mines when told and only then. */
    public interface Fixture extends BalanceReaderContract.Fixture {
        /**
         * Replaces the last blocks by as many others or more.
         *
         * @param depth 1 or 2, and never down to the first block
         */
        void reorganise(int depth) throws Exception;
    }

    private Fixture fixture;
    private ChainReader reader;
    private BalancesAtBlock balances;
    private Address payee;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        reader = fixture.chain().reader();
        balances = fixture.chain().capability(BalancesAtBlock.class).orElseThrow();
        payee = fixture.pay().to();
        fixture.mine(1);
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    @DisplayName("H06 the balance after each block is that before and what its movements brought")
    void h06_balancesGrowByTheMovements() throws Exception {
        BlockRef start = reader.head();
        for (int i = 0; i < BLOCKS; i++) {
            for (int payments = i % 3; payments > 0; payments--) {
                fixture.pay();
            }
            fixture.mine(1);
        }
        Payment waiting = fixture.pay();
        assertThat(waiting.to()).isEqualTo(payee);
        Amount held = balance(payee, start);
        Amount before = held;
        for (BlockEvent.Added block : Followed.after(reader, start, ChainReader.MAX_BLOCKS)) {
            for (Movement movement : block.movements()) {
                held = movement.to().equals(payee) ? held.plus(movement.amount()) : held;
            }
            assertThat(balance(payee, block.block()))
                    .as("after %s", block.block())
                    .isEqualTo(held);
        }
        assertThat(held).isNotEqualTo(before);
        assertThat(balance(payee, start)).as("the past does not change").isEqualTo(before);
    }

    @Test
    void balancesAreInTheOrderOfTheAddresses() throws Exception {
        BlockRef head = reader.head();
        Amount held = balance(payee, head);
        Amount zero = Amount.zero(fixture.chain().descriptor().nativeAsset().id());
        assertThat(held).isNotEqualTo(zero);
        Address other = fixture.untouched();
        assertThat(balances.balances(List.of(other, payee), head)).containsExactly(zero, held);
        assertThat(balances.balances(List.of(payee, other), head)).containsExactly(held, zero);
        List<Address> most = Collections.nCopies(BalancesAtBlock.MAX_ADDRESSES, payee);
        assertThat(balances.balances(most, head)).hasSize(most.size()).containsOnly(held);
    }

    @Test
    void noAddressesOrTooManyAreABadArgument() throws Exception {
        BlockRef head = reader.head();
        assertThatIllegalArgumentException().isThrownBy(() -> balances.balances(List.of(), head));
        List<Address> tooMany = Collections.nCopies(BalancesAtBlock.MAX_ADDRESSES + 1, payee);
        assertThatIllegalArgumentException().isThrownBy(() -> balances.balances(tooMany, head));
    }

    @Test
    @DisplayName("H10 a block that is not on the node's chain has no balances, whatever stands at its height")
    void h10_aBlockThatIsNotOnTheChainHasNoBalances() throws Exception {
        fixture.mine(2);
        BlockRef head = reader.head();
        BlockRef below = reader.at(head.height() - 2);
        Unanswered.with(ChainException.Kind.BEHIND, () -> balance(payee, new BlockRef(head.height(), below.hash())));
        Unanswered.with(
                ChainException.Kind.BEHIND, () -> balance(payee, new BlockRef(head.height() + BLOCKS, head.hash())));
        Amount held = balance(payee, below);
        fixture.reorganise(1);
        fixture.mine(1);
        Unanswered.with(ChainException.Kind.BEHIND, () -> balance(payee, head));
        assertThat(balance(payee, below)).isEqualTo(held);
    }

    @Test
    void anAddressOfAnotherChainIsABadArgument() throws Exception {
        BlockRef head = reader.head();
        List<Address> foreign = List.of(payee, Foreign.address(payee));
        assertThatIllegalArgumentException().isThrownBy(() -> balances.balances(foreign, head));
    }

    @Test
    void withoutANodeThereAreNoBalances() throws Exception {
        BlockRef head = reader.head();
        ChainAdapter elsewhere = fixture.elsewhere();
        BalancesAtBlock nobody = elsewhere.capability(BalancesAtBlock.class).orElseThrow();
        Unanswered.with(ChainException.Kind.UNREACHABLE, () -> nobody.balances(List.of(payee), head));
    }

    private Amount balance(Address address, BlockRef block) throws ChainException {
        List<Amount> told = balances.balances(List.of(address), block);
        assertThat(told).hasSize(1);
        return told.get(0);
    }
}
