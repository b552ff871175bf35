// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.FeeEstimator;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.FeeUrgency;
import io.coffer.spi.chain.ReplacementFees;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@link ReplacementFees} must do. */
@Timeout(ReplacementFeesContract.LIMIT_SECONDS)
public abstract class ReplacementFeesContract {
    static final int LIMIT_SECONDS = 120;

    private static final NetworkAssetId ELSEWHERE = new NetworkAssetId("nowhere:1/coin:1");
    private static final BigInteger PERCENT = BigInteger.valueOf(100);
    private static final int IN_A_ROW = 6;
    private static final int ODD_WEIGHT = 3;

    /** A node whose fees do not change during a test. */
    public interface Fixture extends AutoCloseable {
        ChainAdapter chain();

        /** By how many percent the nodes of the chain want each part of a replacement to be more, at least. */
        int demandedPercent();

        /** An offer that no replacement may outbid by what the operator allows. */
        FeeQuote dearest();

        /** As the adapter makes it for a node that is not there. */
        ChainAdapter elsewhere() throws Exception;

        @Override
        void close() throws Exception;
    }

    private Fixture fixture;
    private FeeEstimator fees;
    private ReplacementFees replacements;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        fees = fixture.chain().fees();
        replacements = fixture.chain().capability(ReplacementFees.class).orElseThrow();
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void aReplacementOffersAsMuchMoreInEachPartAsNodesDemand() throws Exception {
        for (FeeUrgency urgency : FeeUrgency.values()) {
            FeeQuote earlier = fees.quote(urgency);
            assertOutbids(replacements.replacement(earlier, urgency), earlier);
        }
    }

    @Test
    void eachReplacementOutbidsTheOneBefore() throws Exception {
        FeeQuote earlier = fees.quote(FeeUrgency.LOW);
        for (int i = 0; i < IN_A_ROW; i++) {
            FeeQuote next = replacements.replacement(earlier, FeeUrgency.LOW);
            assertOutbids(next, earlier);
            earlier = next;
        }
    }

    @Test
    void theSmallestOffersAreOutbidToo() throws Exception {
        NetworkAssetId coin = fees.quote(FeeUrgency.LOW).asset();
        for (int units = 0; units < 3; units++) {
            BigInteger bid = BigInteger.valueOf(units);
            FeeQuote earlier = new FeeQuote(coin, bid, bid, 1);
            FeeQuote quote = replacements.replacement(earlier, FeeUrgency.LOW);
            assertOutbids(quote, earlier);
        }
    }

    @Test
    void aReplacementOffersNoLessThanWhatIsNew() throws Exception {
        NetworkAssetId coin = fees.quote(FeeUrgency.LOW).asset();
        FeeQuote poor = new FeeQuote(coin, BigInteger.ONE, BigInteger.ZERO, 1);
        for (FeeUrgency urgency : FeeUrgency.values()) {
            FeeQuote fresh = fees.quote(urgency);
            FeeQuote quote = replacements.replacement(poor, urgency);
            assertThat(quote.rate()).isGreaterThanOrEqualTo(fresh.rate());
            assertThat(quote.tip()).isGreaterThanOrEqualTo(fresh.tip());
        }
    }

    @Test
    void theWeightIsThatOfWhatIsReplaced() throws Exception {
        FeeQuote fresh = fees.quote(FeeUrgency.NORMAL);
        long weight = fresh.weight() * 2 + ODD_WEIGHT;
        FeeQuote heavy = new FeeQuote(fresh.asset(), fresh.rate(), fresh.tip(), weight);
        assertThat(replacements.replacement(heavy, FeeUrgency.NORMAL).weight()).isEqualTo(weight);
    }

    @Test
    void whatIsMoreThanTheOperatorAllowsIsRefused() {
        Unanswered.with(ChainException.Kind.REFUSED, () -> replacements.replacement(fixture.dearest(), FeeUrgency.LOW));
    }

    @Test
    void anOfferInAnotherCoinIsABadArgument() {
        FeeQuote elsewhere = new FeeQuote(ELSEWHERE, BigInteger.TEN, BigInteger.ONE, 1);
        assertThatIllegalArgumentException().isThrownBy(() -> replacements.replacement(elsewhere, FeeUrgency.NORMAL));
    }

    @Test
    void withoutANodeThereIsNoQuote() throws Exception {
        FeeQuote earlier = fees.quote(FeeUrgency.NORMAL);
        ReplacementFees nobody =
                fixture.elsewhere().capability(ReplacementFees.class).orElseThrow();
        Unanswered.with(ChainException.Kind.UNREACHABLE, () -> nobody.replacement(earlier, FeeUrgency.NORMAL));
    }

    private void assertOutbids(FeeQuote quote, FeeQuote earlier) {
        assertThat(quote.asset()).isEqualTo(earlier.asset());
        assertThat(quote.weight()).isEqualTo(earlier.weight());
        assertOutbids(quote.rate(), earlier.rate());
        assertOutbids(quote.tip(), earlier.tip());
    }

    private void assertOutbids(BigInteger bid, BigInteger earlier) {
        BigInteger demanded = earlier.multiply(PERCENT.add(BigInteger.valueOf(fixture.demandedPercent())));
        assertThat(bid).isGreaterThan(earlier);
        assertThat(bid.multiply(PERCENT)).isGreaterThanOrEqualTo(demanded);
    }
}
