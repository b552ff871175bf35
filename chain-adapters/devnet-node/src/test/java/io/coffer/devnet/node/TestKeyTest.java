// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.SignedTransaction;
import io.coffer.devnet.format.Transaction;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

class TestKeyTest {
    /** The account vector of docs/devnet-format.md, signed by the secret key 1. */
    private static final String UNSIGNED =
            "010464656d6f0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
                    + "00000000000000070000000000000000000005dc06afd46bcdfd22ef94ac122aa11f241244a37eccffffffffffffffffffffffff";

    private static final String SIGNATURE = "a38f37a943395dde78416011caf6b88b987d9dac06ad2e98f12110af6eb45867"
            + "54e165d6760c96f205ee7732b3e766509161330cc6c95005d2d0e443be94dd74";

    @Test
    @DisplayName("H48 signatures are those of RFC 6979 with low S")
    void h48_signsAsRfc6979Says() throws Exception {
        TestKey one = TestKey.from(Octets.zeros(32));
        SignedTransaction signed = one.sign(Transaction.decode(Octets.hex(UNSIGNED)));
        assertThat(signed.encoded().toHex()).isEqualTo(UNSIGNED + SIGNATURE);
    }

    @Test
    void itSignsForItselfOnly() throws Exception {
        TestKey other = TestKey.from(Octets.hex("01".repeat(32)));
        Transaction transaction = Transaction.decode(Octets.hex(UNSIGNED));
        assertThatThrownBy(() -> other.sign(transaction)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void everySignatureOfManyKeysIsValid() throws Exception {
        for (int i = 1; i <= 200; i++) {
            Wallet wallet = Wallet.of(Mode.ACCOUNT, i);
            assertThat(wallet.pay(i, wallet.address(), i, i).signed().isSigned())
                    .isTrue();
        }
    }
}
