// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.wallet;

import io.coffer.api.core.ChainCommand;
import io.coffer.api.core.Event;
import io.coffer.api.core.MoneyState.Reservation;
import io.coffer.api.request.CommandId;
import io.coffer.api.wallet.AccountId;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.Keyring;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.money.codec.BinaryIn;
import io.coffer.money.codec.BinaryOut;
import io.coffer.money.ledger.DenseIndex;
import io.coffer.money.rules.Outcome;
import io.coffer.money.rules.RefusalCode;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Keyrings, the indexes that were reserved of them, and the addresses that were bound. */
public final class Addresses {
    private static final int MAX_INDEX = Integer.MAX_VALUE - 8;

    private final Customers customers;
    private final List<Branch> branches = new ArrayList<>();
    private final DenseIndex byAddress = new DenseIndex();
    /** For each bound address, in the order of {@link #byAddress}, its branch and index. */
    private int[] places = new int[64];

    /** For each bound address, in the same order, the journal position at which it was bound: ascending. */
    private long[] positions = new long[32];

    private int[] @Nullable [] byAccount = new int[16][];

    Addresses(Customers customers) {
        this.customers = customers;
    }

    Outcome register(Keyring keyring) {
        Branch known = branch(keyring.chain(), keyring.purpose());
        if (known == null) {
            branches.add(new Branch(keyring));
        } else if (!known.keyring.equals(keyring)) {
            return RefusalCode.KEYRING_DIFFERS.refuse(
                    keyring.chain() + " has another keyring for " + keyring.purpose(),
                    "restore the vault that the node was enrolled with");
        }
        return Outcome.DONE;
    }

    Outcome reserve(ChainCommand.ReserveAddress command) {
        Branch branch = branch(command.chain(), command.purpose());
        if (branch == null) {
            return RefusalCode.KEYRING_MISSING.refuse(
                    command.chain() + " has no keyring for " + command.purpose(), "enrol the chain first");
        }
        if (command.account().isPresent() == (command.purpose() == KeyPurpose.TREASURY)) {
            return RefusalCode.ADDRESS_OWNER.refuse(
                    "a deposit address is for an account, a treasury address for none", "name an account accordingly");
        }
        int owner = customers.number(command.account().orElse(null));
        if (command.account().isPresent() && owner == Customers.NOBODY) {
            return Customers.unknownAccount(command.account().get());
        }
        if (branch.size() >= MAX_INDEX) {
            return RefusalCode.ADDRESS_EXHAUSTED.refuse(
                    "every index of " + command.chain() + " is taken", "enrol a further keyring");
        }
        return new Outcome.Done(branch.reserve(owner));
    }

    Outcome bind(OwnAddress own, Turn turn) {
        Branch branch = branch(own.key().chain(), own.key().purpose());
        int index = own.key().index();
        boolean reserved = branch != null
                && index < branch.size()
                && own.address().chain().equals(own.key().chain())
                && branch.keyring.coinType() == own.key().coinType();
        if (branch == null || !reserved) {
            return RefusalCode.ADDRESS_NOT_RESERVED.refuse(
                    own.key().path() + " of " + own.address().chain() + " is not reserved", "reserve the index first");
        }
        if (!customers.id(branch.owner(index)).equals(own.account())) {
            return RefusalCode.ADDRESS_OWNER.refuse(
                    own.key().path() + " is reserved for another account", "bind it for whom it was reserved");
        }
        if (branch.isBound(index)) {
            return own.equals(at(branch, index))
                    ? Outcome.DONE
                    : RefusalCode.ADDRESS_DIFFERS.refuse(
                            own.key().path() + " has another address", "derive from the journaled keyring");
        }
        if (byAddress.find(key(own.address())) != DenseIndex.ABSENT) {
            return RefusalCode.ADDRESS_TAKEN.refuse(
                    own.address() + " belongs to another index", "derive from the journaled keyring");
        }
        branch.bind(index, own.address().text(), own.publicKey(), turn.position());
        index(branches.indexOf(branch), index);
        turn.note(new Event.AddressBound(own));
        return Outcome.DONE;
    }

    private void index(int branchNumber, int index) {
        Branch branch = branches.get(branchNumber);
        int number = byAddress.add(
                key(new Address(branch.keyring.chain(), branch.at(index).address())));
        if (2 * number + 2 > places.length) {
            places = Arrays.copyOf(places, places.length * 2);
            positions = Arrays.copyOf(positions, positions.length * 2);
        }
        places[2 * number] = branchNumber;
        places[2 * number + 1] = index;
        positions[number] = branch.boundAt(index);
        int owner = branch.owner(index);
        if (owner != Customers.NOBODY) {
            note(owner, number);
        }
    }

    private void note(int owner, int number) {
        if (owner >= byAccount.length) {
            byAccount = Arrays.copyOf(byAccount, Math.max(owner + 1, byAccount.length * 2));
        }
        int[] before = byAccount[owner];
        int[] after = before == null ? new int[1] : Arrays.copyOf(before, before.length + 1);
        after[after.length - 1] = number;
        byAccount[owner] = after;
    }

    private static CommandId key(Address address) {
        return CommandId.of("address", address.chain().caip2(), address.text());
    }

    private @Nullable Branch branch(ChainId chain, KeyPurpose purpose) {
        for (Branch branch : branches) {
            if (branch.keyring.chain().equals(chain) && branch.keyring.purpose() == purpose) {
                return branch;
            }
        }
        return null;
    }

    private OwnAddress at(Branch branch, int index) {
        Branch.Bound bound = branch.at(index);
        Keyring keyring = branch.keyring;
        return new OwnAddress(
                new Address(keyring.chain(), bound.address()),
                new KeyRef(keyring.chain(), keyring.coinType(), keyring.purpose(), index),
                bound.key(),
                customers.id(branch.owner(index)));
    }

    /** The address of a number. */
    OwnAddress at(int number) {
        return at(branches.get(places[2 * number]), places[2 * number + 1]);
    }

    public Optional<Keyring> keyring(ChainId chain, KeyPurpose purpose) {
        return Optional.ofNullable(branch(chain, purpose)).map(branch -> branch.keyring);
    }

    public List<Keyring> keyrings() {
        return branches.stream().map(branch -> branch.keyring).toList();
    }

    public Optional<OwnAddress> find(Address address) {
        int number = number(address);
        return number == DenseIndex.ABSENT ? Optional.empty() : Optional.of(at(number));
    }

    /** The number of a bound address, in the order of binding from 0, or {@link DenseIndex#ABSENT}. */
    int number(Address address) {
        return byAddress.find(key(address));
    }

    /** How many addresses are bound. */
    int count() {
        return byAddress.size();
    }

    /** What the address of a number is for. */
    KeyPurpose purpose(int number) {
        return branches.get(places[2 * number]).keyring.purpose();
    }

    /**
     * Whether the key of an address is ours: on its own chain, or on another of the same family, where the same text
     * stands for the same key.
     */
    boolean ownsKeyOf(Address address) {
        for (Branch branch : branches) {
            ChainId chain = branch.keyring.chain();
            boolean sameFamily = chain.namespace().equals(address.chain().namespace());
            if (sameFamily && byAddress.find(key(new Address(chain, address.text()))) != DenseIndex.ABSENT) {
                return true;
            }
        }
        return false;
    }

    /** The address that was bound by the command at this position: what a request that is repeated was answered. */
    public Optional<OwnAddress> boundAt(long position) {
        int number = Arrays.binarySearch(positions, 0, byAddress.size(), position);
        return number < 0 ? Optional.empty() : Optional.of(at(number));
    }

    /** By index. */
    public List<OwnAddress> addresses(ChainId chain, AccountId account) {
        int owner = customers.number(account);
        int[] numbers = owner == Customers.NOBODY || owner >= byAccount.length ? null : byAccount[owner];
        if (numbers == null) {
            return List.of();
        }
        return Arrays.stream(numbers)
                .mapToObj(this::at)
                .filter(own -> own.address().chain().equals(chain))
                .sorted((a, b) -> Integer.compare(a.key().index(), b.key().index()))
                .toList();
    }

    public List<OwnAddress> addresses(ChainId chain, KeyPurpose purpose, int fromIndex, int limit) {
        List<OwnAddress> result = new ArrayList<>();
        Branch branch = branch(chain, purpose);
        if (branch != null) {
            for (int index = Math.max(0, fromIndex); index < branch.size() && result.size() < limit; index++) {
                if (branch.isBound(index)) {
                    result.add(at(branch, index));
                }
            }
        }
        return result;
    }

    public List<Reservation> unbound(ChainId chain) {
        List<Reservation> result = new ArrayList<>();
        for (Branch branch : branches) {
            if (branch.keyring.chain().equals(chain)) {
                for (int index : branch.unbound()) {
                    result.add(
                            new Reservation(chain, branch.keyring.purpose(), index, customers.id(branch.owner(index))));
                }
            }
        }
        return result;
    }

    public void writeTo(BinaryOut out) {
        out.count(branches.size());
        branches.forEach(branch -> branch.writeTo(out));
    }

    public void readFrom(BinaryIn in) throws IOException {
        int count = in.count(Integer.MAX_VALUE);
        List<Place> bound = new ArrayList<>();
        for (int number = 0; number < count; number++) {
            Branch branch = Branch.readFrom(in, customers.accountCount());
            branches.add(branch);
            for (int index = 0; index < branch.size(); index++) {
                if (branch.isBound(index)) {
                    bound.add(new Place(branch.boundAt(index), number, index));
                }
            }
        }
        // In the order in which they were bound, as the running state has them.
        bound.sort(Comparator.comparingLong(Place::position));
        bound.forEach(place -> index(place.branch(), place.index()));
    }

    /** Where a bound address stands. */
    private record Place(long position, int branch, int index) {}
}
