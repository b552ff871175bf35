// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockRef;
import io.coffer.spi.chain.ChainReader;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.chain.SignedTx;
import io.coffer.spi.chain.SubmitOutcome;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.TxStatus;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a chain with {@link ReplacementFees} must do with what is offered by them, shown by a node. */
@Timeout(ReplacementContract.LIMIT_SECONDS)
public abstract class ReplacementContract {
    static final int LIMIT_SECONDS = 120;

    private static final int IN_A_ROW = 3;

    /** A node of its own for each test, that mines when told and only then. */
    public interface Fixture extends AutoCloseable {
        AccountChain chain();

        Address sender();

        /** The same payment each time, from the same sender, but for the sequence and the fee that it offers. */
        SignedTx payment(long sequence, FeeQuote fee) throws Exception;

        /** Of the sender's next payment. */
        long sequence();

        void mine(int blocks) throws Exception;

        @Override
        void close() throws Exception;
    }

    private Fixture fixture;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    @DisplayName("H14 the node takes each replacement in the place of the one before, and one of them pays, once")
    void h14_theNodeTakesEachReplacementAndOnePays() throws Exception {
        AccountChain chain = fixture.chain();
        ReplacementFees replacements = chain.capability(ReplacementFees.class).orElseThrow();
        BlockRef before = chain.reader().head();
        long sequence = fixture.sequence();
        FeeQuote fee = chain.fees().quote(FeeUrgency.NORMAL);
        List<SignedTx> attempts = new ArrayList<>(List.of(submitted(sequence, fee)));
        for (int i = 0; i < IN_A_ROW; i++) {
            fee = replacements.replacement(fee, FeeUrgency.NORMAL);
            attempts.add(submitted(sequence, fee));
        }
        fixture.mine(1);
        TxId last = attempts.get(IN_A_ROW).id();
        for (SignedTx attempt : attempts) {
            TxStatus status = chain.reader().status(attempt.id());
            if (attempt.id().equals(last)) {
                assertThat(status).isInstanceOf(TxStatus.Mined.class);
            } else {
                assertThat(status).isNotInstanceOf(TxStatus.Mined.class);
            }
        }
        assertThat(chain.minedSequence(fixture.sender())).isEqualTo(sequence + 1);
        assertThat(Followed.after(chain.reader(), before, ChainReader.MAX_BLOCKS).stream()
                        .flatMap(block -> block.movements().stream())
                        .map(Movement::tx))
                .containsOnlyOnce(last)
                .containsOnly(last);
    }

    private SignedTx submitted(long sequence, FeeQuote fee) throws Exception {
        SignedTx payment = fixture.payment(sequence, fee);
        assertThat(fixture.chain().broadcaster().submit(payment)).isEqualTo(new SubmitOutcome.Accepted());
        return payment;
    }
}
