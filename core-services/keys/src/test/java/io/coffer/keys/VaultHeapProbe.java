// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import com.sun.management.HotSpotDiagnosticMXBean;
import io.coffer.api.signing.Approval;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.SigningMode;
import io.coffer.spi.money.Bytes;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.Arrays;

/**
 * A process that uses a vault as a node does and dumps its whole heap, garbage included: once unsealed, once sealed.
 *
 * <p>Words and passphrase arrive on standard input, a line feed after each, and are read without a buffer of the
 * platform's, which would keep them. Arguments: the vault's file and the folder for the dumps.
 */
final class VaultHeapProbe {
    private VaultHeapProbe() {}

    public static void main(String[] args) throws Exception {
        Path folder = Path.of(args[1]);
        InstantSource clock = InstantSource.system();
        SoftwareVault vault =
                new SoftwareVault(new VaultFile(Path.of(args[0])), PassphraseCost.DEFAULT, new SecureRandom(), clock);
        char[] words = line();
        char[] passphrase = line();
        vault.restore(words, passphrase);
        Secrets.wipe(words);
        vault.seal();
        vault.unseal(passphrase);
        Secrets.wipe(passphrase);
        KeyRef key = new KeyRef(new ChainId("devnet:main"), 1, KeyPurpose.TREASURY, 3);
        for (int i = 0; i < 20; i++) {
            Bytes message = Bytes.hex(String.format("%02x", i).repeat(32));
            Approval approval =
                    new Approval(key, new SigningMode.EcdsaSecp256k1(), message, clock.millis() + 60_000, 1);
            vault.sign(approval.sealedWith(vault.pair()));
        }
        vault.extendedPublicKey(60, KeyPurpose.DEPOSIT);
        dump(folder.resolve("unsealed.hprof"));
        vault.seal();
        dump(folder.resolve("sealed.hprof"));
        // The vault itself stays reachable to the end.
        System.out.println(vault.state());
    }

    private static void dump(Path file) throws IOException {
        ManagementFactory.getPlatformMXBean(HotSpotDiagnosticMXBean.class).dumpHeap(file.toString(), false);
    }

    private static char[] line() throws IOException {
        char[] line = new char[1024];
        int length = 0;
        FileInputStream in = new FileInputStream(FileDescriptor.in);
        for (int next = in.read(); next != '\n' && next >= 0; next = in.read()) {
            line[length++] = (char) next;
        }
        char[] result = Arrays.copyOf(line, length);
        Secrets.wipe(line);
        return result;
    }
}
