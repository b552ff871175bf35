// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.signing.ApprovedPayload;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.wallet.KeyRef;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class PairingGateTest {
    private final CountingVault vault = new CountingVault();
    private final List<Bundle> installed = new ArrayList<>();
    private final PairingGate gate = new PairingGate(vault, context());

    @Test
    void onlyTheSigningBundleGetsTheKeys() {
        Bundle plugin = install(3, "some.plugin");
        Bundle signing = install(7, PairingGate.SIGNING_BUNDLE);
        Bundle wallet = install(8, "io.coffer.wallet");
        assertThat(get(plugin)).isNull();
        assertThat(get(wallet)).isNull();
        assertThat(keys(signing).pair()).isEqualTo(vault.answered);
    }

    @Test
    void aSecondBundleWithTheNameGetsNoKeys() {
        install(7, PairingGate.SIGNING_BUNDLE);
        assertThat(get(install(9, PairingGate.SIGNING_BUNDLE))).isNull();
        assertThat(vault.pairings).isZero();
    }

    @Test
    void theVaultPairsOnceAndTheFirstPairingStays() {
        Bundle signing = install(7, PairingGate.SIGNING_BUNDLE);
        keys(signing).pair();
        SigningKeys again = keys(signing);
        assertThatThrownBy(again::pair).isInstanceOf(IllegalStateException.class);
        assertThat(vault.pairings).isEqualTo(1);
    }

    private SigningKeys keys(Bundle asking) {
        SigningKeys keys = get(asking);
        if (keys == null) {
            throw new AssertionError("no keys for " + asking.getSymbolicName());
        }
        return keys;
    }

    @org.jspecify.annotations.Nullable
    private SigningKeys get(Bundle asking) {
        return gate.getService(asking, registration());
    }

    @SuppressWarnings("unchecked")
    private static ServiceRegistration<SigningKeys> registration() {
        return proxy(ServiceRegistration.class, name -> {
            throw new AssertionError(name);
        });
    }

    private BundleContext context() {
        return proxy(BundleContext.class, name -> installed.toArray(Bundle[]::new));
    }

    private Bundle install(long id, String name) {
        Bundle bundle = proxy(Bundle.class, method -> switch (method) {
            case "getBundleId" -> id;
            case "getSymbolicName" -> name;
            case "getLocation" -> "test:" + name;
            default -> throw new AssertionError(method);
        });
        installed.add(bundle);
        return bundle;
    }

    private static <T> T proxy(Class<T> type, java.util.function.Function<String, Object> answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (self, method, arguments) -> answer.apply(method.getName())));
    }

    private static final class CountingVault implements SigningKeys {
        private final Bytes answered = Bytes.hex("5a".repeat(32));
        private int pairings;

        @Override
        public Bytes pair() {
            pairings++;
            return answered;
        }

        @Override
        public PublicKey publicKey(KeyRef key) {
            throw new AssertionError("publicKey");
        }

        @Override
        public Bytes sign(ApprovedPayload payload) {
            throw new AssertionError("sign");
        }
    }
}
