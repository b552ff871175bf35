// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.testkit.asset.TokenHostContract;
import io.coffer.testkit.chain.BalanceReaderContract;
import io.coffer.testkit.chain.BalancesAtBlockContract;
import io.coffer.testkit.chain.BroadcasterContract;
import io.coffer.testkit.chain.ChainReaderContract;
import io.coffer.testkit.chain.ContractProbeContract;
import io.coffer.testkit.chain.FeeEstimatorContract;
import io.coffer.testkit.chain.MinedSequenceContract;
import io.coffer.testkit.chain.ReplacementContract;
import io.coffer.testkit.chain.ReplacementFeesContract;
import org.junit.jupiter.api.Nested;

/** The conformance kit where it needs a node. */
class EvmConformanceIT {
    @Nested
    class Reader extends ChainReaderContract {
        @Override
        protected ChainReaderContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class Broadcasts extends BroadcasterContract {
        @Override
        protected BroadcasterContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class Fees extends FeeEstimatorContract {
        @Override
        protected FeeEstimatorContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class Replacements extends ReplacementFeesContract {
        @Override
        protected ReplacementFeesContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class ReplacedTransactions extends ReplacementContract {
        @Override
        protected ReplacementContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class Balances extends BalanceReaderContract {
        @Override
        protected BalanceReaderContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class BalancesAfterBlocks extends BalancesAtBlockContract {
        @Override
        protected BalancesAtBlockContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class Contracts extends ContractProbeContract {
        @Override
        protected ContractProbeContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    @Nested
    class Sequences extends MinedSequenceContract {
        @Override
        protected MinedSequenceContract.Fixture open() throws Exception {
            return new AnvilKit();
        }
    }

    /** The hosted chain, on which tokens are paid. */
    @Nested
    class ReaderOfTokens extends ChainReaderContract {
        @Override
        protected ChainReaderContract.Fixture open() throws Exception {
            return new AnvilTokenKit();
        }
    }

    @Nested
    class HostsTokens extends TokenHostContract {
        @Override
        protected TokenHostContract.Fixture open() throws Exception {
            return new AnvilTokenKit();
        }
    }
}
