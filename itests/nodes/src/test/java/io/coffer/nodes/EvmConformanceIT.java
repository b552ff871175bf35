// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import io.coffer.testkit.asset.TokenHostContract;
import io.coffer.testkit.chain.BroadcasterContract;
import io.coffer.testkit.chain.ChainReaderContract;
import io.coffer.testkit.chain.FeeEstimatorContract;
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
