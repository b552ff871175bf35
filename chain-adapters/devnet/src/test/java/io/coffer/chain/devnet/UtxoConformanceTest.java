// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.testkit.chain.AddressCodecContract;
import io.coffer.testkit.chain.BalanceReaderContract;
import io.coffer.testkit.chain.BroadcasterContract;
import io.coffer.testkit.chain.ChainReaderContract;
import io.coffer.testkit.chain.FeeEstimatorContract;
import io.coffer.testkit.chain.TransactionCodecContract;
import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The conformance kit, in utxo mode. */
class UtxoConformanceTest {
    private static final String MODE = "utxo";

    @Nested
    class Addresses extends AddressCodecContract {
        @Override
        protected AddressCodecContract.Fixture fixture() {
            return new DevnetCodecFixture(MODE);
        }
    }

    @Nested
    class Transactions extends TransactionCodecContract {
        @Override
        protected TransactionCodecContract.Fixture fixture() {
            return new DevnetCodecFixture(MODE);
        }
    }

    @Nested
    class Reader extends ChainReaderContract {
        @TempDir
        Path folder;

        @Override
        protected ChainReaderContract.Fixture open() throws Exception {
            return new DevnetFixture(MODE, folder);
        }
    }

    @Nested
    class Broadcasts extends BroadcasterContract {
        @TempDir
        Path folder;

        @Override
        protected BroadcasterContract.Fixture open() throws Exception {
            return new DevnetFixture(MODE, folder);
        }
    }

    @Nested
    class Fees extends FeeEstimatorContract {
        @TempDir
        Path folder;

        @Override
        protected FeeEstimatorContract.Fixture open() throws Exception {
            return new DevnetFixture(MODE, folder);
        }
    }

    @Nested
    class Balances extends BalanceReaderContract {
        @TempDir
        Path folder;

        @Override
        protected BalanceReaderContract.Fixture open() throws Exception {
            return new DevnetFixture(MODE, folder);
        }
    }
}
