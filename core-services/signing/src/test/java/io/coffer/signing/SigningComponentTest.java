// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.signing.ApprovedPayload;
import io.coffer.api.signing.SigningKeys;
import io.coffer.api.signing.SigningService;
import io.coffer.api.wallet.KeyRef;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.framework.BundleContext;
import org.osgi.framework.ServiceRegistration;

class SigningComponentTest {
    private final List<SigningService> registered = new ArrayList<>();
    private final OnceVault vault = new OnceVault();
    private final BundleContext context = Fakes.of(
            BundleContext.class, Map.of("registerService", arguments -> register((SigningService) arguments[1])));

    @Test
    void pairsOnceHoweverOftenTheCoreComesAndGoes() {
        SigningComponent component = new SigningComponent(context, vault, Map.of("allowUnverifiedFamilies", "other"));
        assertThat(registered).isEmpty();
        MoneyCore first = core();
        component.setCore(first);
        assertThat(registered).hasSize(1);
        // The platform brings the new one before it takes the old one.
        component.setCore(core());
        component.unsetCore(first);
        assertThat(registered).hasSize(1);
        assertThat(registered.get(0).coverage("other")).isEqualTo(SigningService.Coverage.UNVERIFIED_ALLOWED);
        component.change(Map.of());
        assertThat(registered.get(0).coverage("other")).isEqualTo(SigningService.Coverage.REFUSED);
        component.end();
        assertThat(registered).isEmpty();
        assertThat(vault.pairings).isEqualTo(1);
    }

    @Test
    void isNotThereIfTheVaultRefusesToPair() {
        vault.pair();
        assertThatThrownBy(() -> new SigningComponent(context, vault, Map.of()))
                .isInstanceOf(IllegalStateException.class);
    }

    private static MoneyCore core() {
        return Fakes.of(MoneyCore.class, Map.of());
    }

    private Object register(SigningService service) {
        registered.add(service);
        return Fakes.of(ServiceRegistration.class, Map.of("unregister", arguments -> registered.remove(service)));
    }

    private static final class OnceVault implements SigningKeys {
        private int pairings;

        @Override
        public Bytes pair() {
            if (pairings++ > 0) {
                throw new IllegalStateException("paired");
            }
            return Bytes.hex("5a".repeat(32));
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
