// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainAdapter;
import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ContractProbe;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a {@link ContractProbe} must do. */
@Timeout(ContractProbeContract.LIMIT_SECONDS)
public abstract class ContractProbeContract {
    static final int LIMIT_SECONDS = 120;

    /** A chain with a contract on it. */
    public interface Fixture extends AutoCloseable {
        ChainAdapter chain();

        Address contract();

        /** Addresses without code: of a key, and such as nobody ever used. */
        List<Address> plain();

        /** As the adapter makes it for a node that is not there. */
        ChainAdapter elsewhere() throws Exception;

        @Override
        void close() throws Exception;
    }

    private Fixture fixture;
    private ContractProbe probe;

    protected abstract Fixture open() throws Exception;

    @BeforeEach
    void openFixture() throws Exception {
        fixture = open();
        probe = fixture.chain().capability(ContractProbe.class).orElseThrow();
    }

    @AfterEach
    void closeFixture() throws Exception {
        if (fixture != null) {
            fixture.close();
        }
    }

    @Test
    void aContractIsToldFromPlainAddresses() throws Exception {
        assertThat(probe.isContract(fixture.contract())).isTrue();
        assertThat(fixture.plain()).isNotEmpty();
        for (Address plain : fixture.plain()) {
            assertThat(probe.isContract(plain)).as(plain.text()).isFalse();
        }
    }

    @Test
    void anAddressOfAnotherChainIsABadArgument() {
        Address foreign = Foreign.address(fixture.contract());
        assertThatIllegalArgumentException().isThrownBy(() -> probe.isContract(foreign));
    }

    @Test
    void withoutANodeNothingIsTakenForPlain() throws Exception {
        ContractProbe nobody =
                fixture.elsewhere().capability(ContractProbe.class).orElseThrow();
        Unanswered.with(ChainException.Kind.UNREACHABLE, () -> nobody.isContract(fixture.contract()));
    }
}
