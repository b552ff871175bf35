// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BalanceReader;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.money.Amount;
import io.coffer.testkit.chain.ChainReaderContract.Payment;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a {@link BalanceReader} must do, shown by a node that the test commands. */
@Timeout(BalanceReaderContract.LIMIT_SECONDS)
public abstract class BalanceReaderContract {
    static final int LIMIT_SECONDS = 120;

    private static final int PAYMENTS = 4;

    /** A node of its own for each test, that mines when told and only then. */
    public interface Fixture extends AutoCloseable {
        ChainAdapter chain();

        /** Sends a payment of the native coin that the next block will hold, always to the same address. */
        Payment pay() throws Exception;

        void mine(int blocks) throws Exception;

        /** An address that never held anything. */
        Address untouched();

        /** As the adapter makes it for a node that is not there. */
        ChainAdapter elsewhere() throws Exception;

        @Override
        void close() throws Exception;
    }

    private Fixture fixture;
    private BalanceReader balances;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        balances = fixture.chain().capability(BalanceReader.class).orElseThrow();
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void anAddressThatNeverHeldAnythingHasNothing() throws Exception {
        assertThat(balances.balance(fixture.untouched()))
                .isEqualTo(
                        Amount.zero(fixture.chain().descriptor().nativeAsset().id()));
    }

    @Test
    void eachPaymentCountsOnceItIsMinedAndNotBefore() throws Exception {
        Payment first = fixture.pay();
        fixture.mine(1);
        Amount held = balances.balance(first.to());
        assertThat(held.isAtLeast(first.amount())).isTrue();
        for (int i = 0; i < PAYMENTS; i++) {
            Payment payment = fixture.pay();
            assertThat(balances.balance(payment.to())).as("waits").isEqualTo(held);
            fixture.mine(1);
            held = held.plus(payment.amount());
            assertThat(balances.balance(payment.to())).as("is mined").isEqualTo(held);
        }
        fixture.mine(2);
        assertThat(balances.balance(first.to())).isEqualTo(held);
    }

    @Test
    void anAddressOfAnotherChainIsABadArgument() {
        Address foreign = Foreign.address(fixture.untouched());
        assertThatIllegalArgumentException().isThrownBy(() -> balances.balance(foreign));
    }

    @Test
    void withoutANodeThereIsNoBalance() throws Exception {
        BalanceReader nobody =
                fixture.elsewhere().capability(BalanceReader.class).orElseThrow();
        Unanswered.with(ChainException.Kind.UNREACHABLE, () -> nobody.balance(fixture.untouched()));
    }
}
