// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.signing.SigningOutcome;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.api.wallet.Payer;
import io.coffer.api.wallet.Preparation;
import io.coffer.families.FamilyCodec;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.keys.VaultComponent;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.FeeQuote;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.TransferIntent;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The service and the vault that the node really has, from an address derived without a secret to signed bytes. */
class RealVaultTest {
    private static final char[] PASSPHRASE = "long enough to pass".toCharArray();

    @TempDir
    Path folder;

    @Test
    void signsForAnAddressThatTheExtendedPublicKeyGave() throws Exception {
        VaultComponent vault = RealSigning.vault(folder);
        vault.create(PASSPHRASE);
        ChainId chain = new ChainId("eip155:31337");
        ExtendedPublicKey treasury = ExtendedPublicKey.parse(vault.extendedPublicKey(60, KeyPurpose.TREASURY));
        Bytes encoded = Bytes.of(treasury.child(0).child(2).publicKey());
        PublicKey key = new PublicKey(PublicKey.Curve.SECP256K1, encoded);
        FamilyCodec codec = FamilyCodec.of("eip155").orElseThrow();
        Intent intent = intent(chain, codec.address(chain, key), key);
        CheckingSigningService service = new CheckingSigningService(
                (id, within) -> intent,
                List::of,
                new ApprovedSigner(vault, vault.pair(), InstantSource.system()),
                Set.of());
        Transactions.Out out =
                new Transactions.Out(Transactions.hash(intent.payment().to()), 1_000);
        UnsignedTx unsigned = Transactions.eip1559(chain, 31_337, 0, 7, out, "");

        SigningOutcome outcome = service.sign(SigningScene.ID, unsigned, new SilentAdapter());
        assertThat(outcome).isInstanceOf(SigningOutcome.Signed.class);
        FamilyCodec.SignedPlan read = codec.decode(((SigningOutcome.Signed) outcome).transaction());
        assertThat(read.signers()).containsExactly(key);

        vault.seal();
        assertThat(service.sign(SigningScene.ID, unsigned, new SilentAdapter()))
                .isInstanceOf(SigningOutcome.Sealed.class);
        vault.unseal(PASSPHRASE);
        assertThat(service.sign(SigningScene.ID, unsigned, new SilentAdapter())).isEqualTo(outcome);
    }

    private static Intent intent(ChainId chain, Address hot, PublicKey key) {
        NetworkAssetId coin = new NetworkAssetId(chain + "/slip44:60");
        Address to = new Address(chain, "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed");
        KeyRef ref = new KeyRef(chain, 60, KeyPurpose.TREASURY, 2);
        return new Intent(
                new TransferIntent(to, Amount.of(coin, 1_000), Optional.empty()),
                Amount.of(coin, 1_000_000),
                new Preparation(
                        hot,
                        OptionalLong.of(0),
                        List.of(),
                        new FeeQuote(coin, BigInteger.valueOf(7), BigInteger.ONE, 21_000)),
                new Payer.Customer(new AccountId("a-1")),
                Map.of(hot, new OwnAddress(hot, ref, key, Optional.empty())),
                1);
    }
}
