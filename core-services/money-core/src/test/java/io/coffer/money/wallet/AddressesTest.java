// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import static io.coffer.money.wallet.World.ACCOUNTS;
import static io.coffer.money.wallet.World.ANNAS;
import static io.coffer.money.wallet.World.BERTS;
import static io.coffer.money.wallet.World.OUTPUTS;
import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.MoneyState.Reservation;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.ChainId;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AddressesTest {
    private final WalletFixture fixture = new WalletFixture();

    private static ChainCommand reserve(AccountId account) {
        return new ChainCommand.ReserveAddress(ACCOUNTS, KeyPurpose.DEPOSIT, Optional.of(account));
    }

    private static OwnAddress at(int index, AccountId account) {
        return World.own(ACCOUNTS, KeyPurpose.DEPOSIT, index, Optional.of(account));
    }

    @Test
    void aKeyringIsKnownOnceAndForEver() {
        fixture.does(new ChainCommand.RegisterKeyring(World.keyring(ACCOUNTS, KeyPurpose.DEPOSIT)));
        fixture.refuses(
                "keyring.differs",
                new ChainCommand.RegisterKeyring(new Keyring(ACCOUNTS, 1, KeyPurpose.DEPOSIT, "another")));
        assertThat(fixture.wallet.addresses().keyring(ACCOUNTS, KeyPurpose.DEPOSIT))
                .contains(World.keyring(ACCOUNTS, KeyPurpose.DEPOSIT));
        assertThat(fixture.wallet.addresses().keyring(new ChainId("devnet:none"), KeyPurpose.DEPOSIT))
                .isEmpty();
    }

    @Test
    void anIndexIsReservedForOneAndComesWithoutAGap() {
        assertThat(fixture.does(reserve(ANNAS))).isEqualTo(2);
        assertThat(fixture.does(reserve(BERTS))).isEqualTo(3);
        assertThat(fixture.wallet.addresses().unbound(ACCOUNTS))
                .containsExactly(
                        new Reservation(ACCOUNTS, KeyPurpose.DEPOSIT, 2, Optional.of(ANNAS)),
                        new Reservation(ACCOUNTS, KeyPurpose.DEPOSIT, 3, Optional.of(BERTS)));
    }

    @Test
    void refusesToReserveForNobodyOrFromNothing() {
        fixture.refuses("account.unknown", reserve(new AccountId("nobody")));
        fixture.refuses(
                "address.owner", new ChainCommand.ReserveAddress(ACCOUNTS, KeyPurpose.DEPOSIT, Optional.empty()));
        fixture.refuses(
                "address.owner", new ChainCommand.ReserveAddress(ACCOUNTS, KeyPurpose.TREASURY, Optional.of(ANNAS)));
        fixture.refuses(
                "chain.keyring-missing",
                new ChainCommand.ReserveAddress(new ChainId("devnet:none"), KeyPurpose.DEPOSIT, Optional.of(ANNAS)));
    }

    @Test
    void anAddressIsBoundToItsReservedIndexOnce() {
        fixture.refuses("address.not-reserved", new ChainCommand.BindAddress(at(2, ANNAS)));
        fixture.does(reserve(ANNAS));
        fixture.refuses("address.owner", new ChainCommand.BindAddress(at(2, BERTS)));

        fixture.does(new ChainCommand.BindAddress(at(2, ANNAS)));
        assertThat(fixture.events).containsExactly(new Event.AddressBound(at(2, ANNAS)));
        fixture.does(new ChainCommand.BindAddress(at(2, ANNAS)));
        assertThat(fixture.events).isEmpty();

        OwnAddress elsewhere = new OwnAddress(
                World.outside(ACCOUNTS, "else"),
                at(2, ANNAS).key(),
                at(2, ANNAS).publicKey(),
                Optional.of(ANNAS));
        fixture.refuses("address.differs", new ChainCommand.BindAddress(elsewhere));
    }

    @Test
    void anAddressBelongsToOneIndex() {
        fixture.does(reserve(ANNAS));
        OwnAddress taken = new OwnAddress(
                at(0, ANNAS).address(), at(2, ANNAS).key(), at(2, ANNAS).publicKey(), Optional.of(ANNAS));
        fixture.refuses("address.taken", new ChainCommand.BindAddress(taken));
        OwnAddress otherCoin = new OwnAddress(
                at(2, ANNAS).address(),
                new KeyRef(ACCOUNTS, 2, KeyPurpose.DEPOSIT, 2),
                at(2, ANNAS).publicKey(),
                Optional.of(ANNAS));
        fixture.refuses("address.not-reserved", new ChainCommand.BindAddress(otherCoin));
    }

    @Test
    void findsAddressesByTextAccountAndIndex() {
        fixture.does(reserve(ANNAS));
        fixture.does(reserve(ANNAS));
        fixture.does(new ChainCommand.BindAddress(at(3, ANNAS)));
        fixture.does(new ChainCommand.BindAddress(at(2, ANNAS)));
        Addresses addresses = fixture.wallet.addresses();

        assertThat(addresses.find(at(3, ANNAS).address())).contains(at(3, ANNAS));
        assertThat(addresses.find(World.outside(ACCOUNTS, "x"))).isEmpty();
        assertThat(addresses.addresses(ACCOUNTS, ANNAS))
                .extracting(own -> own.key().index())
                .containsExactly(0, 2, 3);
        assertThat(addresses.addresses(OUTPUTS, ANNAS)).hasSize(1);
        assertThat(addresses.addresses(ACCOUNTS, KeyPurpose.DEPOSIT, 1, 2))
                .extracting(own -> own.key().index())
                .containsExactly(1, 2);
        assertThat(addresses.addresses(ACCOUNTS, KeyPurpose.DEPOSIT, 4, 2)).isEmpty();
    }

    @Test
    void isTheSameAfterASnapshot() {
        for (int i = 0; i < 200; i++) {
            int index = (int) fixture.does(reserve(i % 3 == 0 ? ANNAS : BERTS));
            if (i % 5 != 0) {
                fixture.does(new ChainCommand.BindAddress(at(index, i % 3 == 0 ? ANNAS : BERTS)));
            }
        }
        Addresses restored = fixture.restored().addresses();

        assertThat(restored.unbound(ACCOUNTS))
                .isEqualTo(fixture.wallet.addresses().unbound(ACCOUNTS))
                .hasSize(40);
        assertThat(restored.addresses(ACCOUNTS, BERTS))
                .isEqualTo(fixture.wallet.addresses().addresses(ACCOUNTS, BERTS))
                .hasSizeGreaterThan(100);
        assertThat(restored.addresses(ACCOUNTS, KeyPurpose.DEPOSIT, 0, 1_000))
                .allSatisfy(own -> assertThat(restored.find(own.address())).contains(own));
    }

    @Test
    void isFoundByThePositionOfTheCommandThatBoundIt() {
        fixture.does(reserve(ANNAS));
        fixture.does(reserve(BERTS));
        fixture.does(new ChainCommand.BindAddress(at(3, BERTS)));
        long berts = fixture.position;
        fixture.does(new ChainCommand.BindAddress(at(2, ANNAS)));
        long annas = fixture.position;
        for (Addresses addresses :
                new Addresses[] {fixture.wallet.addresses(), fixture.restored().addresses()}) {
            assertThat(addresses.boundAt(berts)).contains(at(3, BERTS));
            assertThat(addresses.boundAt(annas)).contains(at(2, ANNAS));
            assertThat(addresses.boundAt(annas + 1)).isEmpty();
            assertThat(addresses.boundAt(0)).isEmpty();
        }
    }
}
