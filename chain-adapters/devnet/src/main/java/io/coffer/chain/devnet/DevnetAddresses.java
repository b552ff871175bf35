// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.devnet.format.Secp256k1;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;

/** Addresses of one devnet. Every devnet writes them alike, so an address does not tell which one it is of. */
final class DevnetAddresses implements AddressCodec {
    private final ChainId chain;

    DevnetAddresses(ChainId chain) {
        this.chain = chain;
    }

    @Override
    public Address parse(String text) throws InvalidAddressException {
        try {
            return of(DevnetAddress.parse(text));
        } catch (MalformedException wrong) {
            throw new InvalidAddressException(String.valueOf(wrong.getMessage()));
        }
    }

    @Override
    public Address derive(PublicKey key, AddressFormat format) {
        if (!format.equals(AddressFormat.DEFAULT)) {
            throw new IllegalArgumentException("format: a devnet has one only");
        }
        return of(Hashes.hash160(key(key)));
    }

    Address of(Octets hash160) {
        return new Address(chain, DevnetAddress.of(hash160));
    }

    /** The hash160 that an address of this chain names. */
    Octets hash160(Address address) {
        if (!address.chain().equals(chain)) {
            throw new IllegalArgumentException("address: on " + address.chain() + ", expected " + chain);
        }
        try {
            return DevnetAddress.parse(address.text());
        } catch (MalformedException wrong) {
            throw new IllegalArgumentException(wrong.getMessage(), wrong);
        }
    }

    /** The bytes of a key that can sign here. */
    static Octets key(PublicKey key) {
        Octets encoded = DevnetTransactions.octets(key.encoded());
        if (key.curve() != PublicKey.Curve.SECP256K1 || !Secp256k1.isPublicKey(encoded)) {
            throw new IllegalArgumentException("key: not a point of secp256k1");
        }
        return encoded;
    }
}
