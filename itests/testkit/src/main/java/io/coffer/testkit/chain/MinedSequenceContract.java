// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TxStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link AccountChain#minedSequence} must tell, shown by a node that the test commands. */
@Timeout(MinedSequenceContract.LIMIT_SECONDS)
public abstract class MinedSequenceContract {
    static final int LIMIT_SECONDS = 120;

    private static final int PAYMENTS = 3;

    /** A node of its own for each test, that mines when told and only then, with a sender that has sent nothing yet. */
    public interface Fixture extends AutoCloseable {
        AccountChain accounts();

        Address sender();

        /** A payment of the sender that the node will take; the n-th has the sequence n, from 0. */
        SignedTx payment() throws Exception;

        void mine(int blocks) throws Exception;

        /** Replaces the last block by one or more others. */
        void reorganise(int depth) throws Exception;

        /** An address that never sent anything. */
        Address untouched();

        /** The chain as the adapter makes it for a node that is not there. */
        AccountChain accountsElsewhere() throws Exception;

        @Override
        void close() throws Exception;
    }

    private Fixture fixture;
    private AccountChain chain;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        chain = fixture.accounts();
        fixture.mine(1);
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void whoSentNothingIsAtZero() throws Exception {
        assertThat(chain.minedSequence(fixture.untouched())).isZero();
        assertThat(chain.minedSequence(fixture.sender())).isZero();
    }

    @Test
    void whatWaitsDoesNotCountAndWhatIsMinedDoes() throws Exception {
        for (int round = 0; round < PAYMENTS; round++) {
            long before = chain.minedSequence(fixture.sender());
            assertThat(before).isEqualTo((long) round * PAYMENTS);
            for (int i = 0; i < PAYMENTS; i++) {
                submitted();
                assertThat(chain.minedSequence(fixture.sender())).as("waits").isEqualTo(before);
            }
            fixture.mine(1);
            assertThat(chain.minedSequence(fixture.sender())).isEqualTo(before + PAYMENTS);
        }
    }

    @Test
    void whatLacksTheOneBeforeDoesNotCount() throws Exception {
        SignedTx lowest = fixture.payment();
        chain.broadcaster().submit(fixture.payment());
        fixture.mine(2);
        assertThat(chain.minedSequence(fixture.sender())).isZero();
        assertThat(chain.broadcaster().submit(lowest)).isEqualTo(new SubmitOutcome.Accepted());
        fixture.mine(1);
        assertThat(chain.minedSequence(fixture.sender())).isPositive();
    }

    @Test
    @DisplayName("H10 what a reorganisation took out of the chain does not count any more")
    void h10_whatIsNoLongerMinedDoesNotCount() throws Exception {
        List<SignedTx> sent = new ArrayList<>();
        for (int i = 0; i < PAYMENTS; i++) {
            sent.add(submitted());
            fixture.mine(1);
        }
        fixture.reorganise(1);
        long mined = 0;
        for (SignedTx payment : sent) {
            mined += chain.reader().status(payment.id()) instanceof TxStatus.Mined ? 1 : 0;
        }
        assertThat(mined).isBetween(PAYMENTS - 1L, (long) PAYMENTS);
        assertThat(chain.minedSequence(fixture.sender())).isEqualTo(mined);
    }

    @Test
    void anAddressOfAnotherChainIsABadArgument() {
        Address foreign = Foreign.address(fixture.sender());
        assertThatIllegalArgumentException().isThrownBy(() -> chain.minedSequence(foreign));
    }

    @Test
    void withoutANodeThereIsNoSequence() throws Exception {
        AccountChain nobody = fixture.accountsElsewhere();
        Unanswered.with(ChainException.Kind.UNREACHABLE, () -> nobody.minedSequence(fixture.sender()));
    }

    private SignedTx submitted() throws Exception {
        SignedTx payment = fixture.payment();
        assertThat(chain.broadcaster().submit(payment)).isEqualTo(new SubmitOutcome.Accepted());
        return payment;
    }
}
