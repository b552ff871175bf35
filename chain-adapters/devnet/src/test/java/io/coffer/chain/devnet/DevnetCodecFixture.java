// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.spi.chain.AccountChain;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PayloadSignature;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.SigningPayload;
import io.coffer.spi.chain.TransactionCodec;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.chain.UtxoChain;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import io.coffer.spi.settings.InvalidSettingsException;
import io.coffer.testkit.chain.AddressCodecContract;
import io.coffer.testkit.chain.AddressCodecContract.Known;
import io.coffer.testkit.chain.TransactionCodecContract;
import io.coffer.testkit.chain.TransactionCodecContract.Sample;
import java.math.BigInteger;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The codecs of one mode, as the conformance kit asks for them; no node is there. The keys are 1 and 2. */
final class DevnetCodecFixture implements AddressCodecContract.Fixture, TransactionCodecContract.Fixture {
    private static final TestSigner ALICE = TestSigner.of(1);
    private static final String KEY_1 = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String ADDRESS_1 = "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v";
    private static final String ADDRESS_2 = "dev1qq6hag67dl53wl99vzg42z8eyzfz2xlkvw5g3kc";
    private static final NetworkAssetId COIN = new NetworkAssetId("devnet:lab/slip44:1");
    private static final FeeQuote FEE = new FeeQuote(COIN, BigInteger.valueOf(150), BigInteger.ZERO, 1);

    private final Devnet adapter;

    DevnetCodecFixture(String mode) {
        try {
            adapter = DevnetFixture.open(
                    SettingsReader.read(Map.of("name", "lab", "mode", mode, "url", "http://127.0.0.1:1")));
        } catch (InvalidSettingsException wrong) {
            throw new AssertionError(wrong);
        }
    }

    @Override
    public ChainId chain() {
        return adapter.descriptor().chain();
    }

    @Override
    public AddressCodec addressCodec() {
        return adapter.addresses();
    }

    @Override
    public List<Known> known() {
        PublicKey key = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.hex(KEY_1));
        return List.of(
                new Known(key, AddressFormat.DEFAULT, ADDRESS_1),
                new Known(TestSigner.of(2).key(), AddressFormat.DEFAULT, ADDRESS_2));
    }

    @Override
    public Map<String, String> otherSpellings() {
        return Map.of(ADDRESS_1.toUpperCase(Locale.ROOT), ADDRESS_1);
    }

    @Override
    public List<String> wrong() {
        return List.of(
                "Dev1qw508d6qejxtdg4y5r3zarvary0c5xw7ky2eh0v",
                "dev1qw508d6qejxtdg4y5r3zarvary0c5xw7k3kfm2w",
                "dev1pw508d6qejxtdg4y5r3zarvary0c5xw7k05wuz8",
                "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4");
    }

    @Override
    public TransactionCodec codec() {
        return adapter.codec();
    }

    @Override
    public List<Sample> samples() {
        List<TransferIntent> one = List.of(pay(1_000));
        if (adapter instanceof AccountChain accounts) {
            return List.of(new Sample(
                    "one transfer",
                    one,
                    Optional.empty(),
                    FEE.maxFee(),
                    () -> accounts.assemble(one, ALICE.key(), 7, FEE)));
        }
        UtxoChain utxos = (UtxoChain) adapter;
        List<TransferIntent> two = List.of(pay(1_000), pay(100));
        Optional<Address> change = Optional.of(new Address(chain(), ADDRESS_1));
        return List.of(
                new Sample(
                        "two inputs, two transfers, change",
                        two,
                        change,
                        FEE.maxFee(),
                        () -> utxos.assemble(two, List.of(coin(0, 600), coin(1, 700)), change.orElseThrow(), FEE)),
                new Sample(
                        "no change",
                        one,
                        change,
                        FEE.maxFee(),
                        () -> utxos.assemble(one, List.of(coin(0, 1_150)), change.orElseThrow(), FEE)));
    }

    @Override
    public PayloadSignature sign(SigningPayload payload) {
        return ALICE.sign(payload);
    }

    @Override
    public ChainId elsewhere() {
        return new ChainId("devnet:other");
    }

    private TransferIntent pay(long units) {
        return new TransferIntent(new Address(chain(), ADDRESS_2), Amount.of(COIN, units), Optional.empty());
    }

    private Utxo coin(int index, long units) {
        TxId tx = new TxId("cd".repeat(32));
        return new Utxo(tx, index, new Address(chain(), ADDRESS_1), Amount.of(COIN, units), ALICE.key());
    }
}
