// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.spi.chain.ChainDescriptor;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a {@link FeeEstimator} must do. */
@Timeout(FeeEstimatorContract.LIMIT_SECONDS)
public abstract class FeeEstimatorContract {
    static final int LIMIT_SECONDS = 120;

    /** A node whose fees do not change during a test. */
    public interface Fixture extends AutoCloseable {
        ChainDescriptor descriptor();

        FeeEstimator fees();

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
    void feesAreQuotedInTheNativeAsset() throws Exception {
        for (FeeUrgency urgency : FeeUrgency.values()) {
            FeeQuote quote = fixture.fees().quote(urgency);
            assertThat(quote.asset())
                    .isEqualTo(fixture.descriptor().nativeAsset().id());
        }
    }

    @Test
    void moreUrgencyNeverCostsLess() throws Exception {
        FeeQuote low = fixture.fees().quote(FeeUrgency.LOW);
        FeeQuote normal = fixture.fees().quote(FeeUrgency.NORMAL);
        FeeQuote high = fixture.fees().quote(FeeUrgency.HIGH);
        assertThat(normal.rate()).isGreaterThanOrEqualTo(low.rate());
        assertThat(high.rate()).isGreaterThanOrEqualTo(normal.rate());
        assertThat(high.maxFee().isAtLeast(low.maxFee())).isTrue();
    }

    @Test
    void aPlainTransferHasTheSameWeightHoweverUrgent() throws Exception {
        long weight = fixture.fees().quote(FeeUrgency.LOW).weight();
        for (FeeUrgency urgency : FeeUrgency.values()) {
            assertThat(fixture.fees().quote(urgency).weight()).isEqualTo(weight);
        }
    }
}
