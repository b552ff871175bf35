// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm;

import io.coffer.chain.evm.tx.EvmAddresses;
import io.coffer.chain.evm.tx.EvmTransactions;
import io.coffer.chain.evm.tx.HostedTokens;
import io.coffer.chain.evm.tx.TransactionType;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.testkit.asset.TokenHostContract;
import io.coffer.testkit.chain.AddressCodecContract;
import io.coffer.testkit.chain.BalanceReaderContract;
import io.coffer.testkit.chain.BalancesAtBlockContract;
import io.coffer.testkit.chain.ContractProbeContract;
import io.coffer.testkit.chain.ReplacementFeesContract;
import io.coffer.testkit.chain.TransactionCodecContract;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The conformance kit where a scripted node or none will do; against anvil runs what needs a real one. */
class EvmConformanceTest {
    private static final ChainId CHAIN = new ChainId("eip155:31337");
    private static final NetworkAssetId COIN = new NetworkAssetId("eip155:31337/slip44:60");

    /** An account of ethers' vectors. */
    private static final TestKey KEY = TestKey.of("0x8db185e31c0cd39fdfb04737671e2cfb6e7b81506214eff6399fe1953ee6c141");

    private static final String KEYS_ADDRESS = "0x1899a98824005dDFf362a699845964D08963bC5a";

    /** An example of EIP-55. */
    private static final String OTHER = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    @Nested
    class Addresses extends AddressCodecContract implements AddressCodecContract.Fixture {
        @Override
        protected AddressCodecContract.Fixture fixture() {
            return this;
        }

        @Override
        public ChainId chain() {
            return CHAIN;
        }

        @Override
        public AddressCodec addressCodec() {
            return new EvmAddresses(CHAIN);
        }

        @Override
        public List<Known> known() {
            return List.of(new Known(KEY.publicKey(), AddressFormat.DEFAULT, KEYS_ADDRESS));
        }

        @Override
        public Map<String, String> otherSpellings() {
            return Map.of(
                    OTHER.toLowerCase(Locale.ROOT),
                    OTHER,
                    "0x" + OTHER.substring(2).toUpperCase(Locale.ROOT),
                    OTHER);
        }

        @Override
        public List<String> wrong() {
            return List.of(OTHER.replace("5aA", "5AA"), OTHER.substring(2), "0X" + OTHER.substring(2));
        }
    }

    @Nested
    class Transactions extends Samples {
        Transactions() {
            super(TransactionType.EIP1559);
        }
    }

    @Nested
    class LegacyTransactions extends Samples {
        LegacyTransactions() {
            super(TransactionType.LEGACY);
        }
    }

    @Nested
    class HostsTokens extends TokenHostContract {
        @Override
        protected TokenHostContract.Fixture open() throws Exception {
            return new ScriptedTokens();
        }
    }

    @Nested
    class Replacements extends ReplacementFeesContract {
        @Override
        protected ReplacementFeesContract.Fixture open() throws Exception {
            return new ScriptedServices("eip1559");
        }
    }

    @Nested
    class LegacyReplacements extends ReplacementFeesContract {
        @Override
        protected ReplacementFeesContract.Fixture open() throws Exception {
            return new ScriptedServices("legacy");
        }
    }

    @Nested
    class Balances extends BalanceReaderContract {
        @Override
        protected BalanceReaderContract.Fixture open() throws Exception {
            return new ScriptedServices("eip1559");
        }
    }

    @Nested
    class BalancesAfterBlocks extends BalancesAtBlockContract {
        @Override
        protected BalancesAtBlockContract.Fixture open() throws Exception {
            return new ScriptedServices("eip1559");
        }
    }

    @Nested
    class Contracts extends ContractProbeContract {
        @Override
        protected ContractProbeContract.Fixture open() throws Exception {
            return new ScriptedServices("eip1559");
        }
    }

    /** A transfer of the coin and one of a hosted token, in either type of transaction. */
    abstract static class Samples extends TransactionCodecContract implements TransactionCodecContract.Fixture {
        private final EvmTransactions codec;

        Samples(TransactionType type) {
            HostedTokens tokens = HostedTokens.of(List.of(Tokens.DAI, Tokens.USDC), new EvmAddresses(CHAIN), COIN);
            codec = new EvmTransactions(CHAIN, COIN, type, tokens);
        }

        @Override
        protected TransactionCodecContract.Fixture fixture() {
            return this;
        }

        @Override
        public TransactionCodec codec() {
            return codec;
        }

        @Override
        public List<Sample> samples() {
            Address to = new Address(CHAIN, OTHER);
            Amount ether = new Amount(COIN, BigInteger.TEN.pow(18));
            return List.of(
                    sample("coin", 21_000, new TransferIntent(to, ether, Optional.empty())),
                    sample("token", 65_000, Tokens.transfer(Tokens.USDC, to, 1_000_000)));
        }

        private Sample sample(String name, long gas, TransferIntent transfer) {
            FeeQuote fee = new FeeQuote(COIN, BigInteger.valueOf(10_000_000_000L), BigInteger.TWO, gas);
            List<TransferIntent> one = List.of(transfer);
            return new Sample(name, one, Optional.empty(), fee.maxFee(), () -> codec.assemble(one, 7, fee));
        }

        @Override
        public PayloadSignature sign(SigningPayload payload) {
            return KEY.sign(payload);
        }

        @Override
        public ChainId elsewhere() {
            return new ChainId("eip155:1");
        }
    }
}
