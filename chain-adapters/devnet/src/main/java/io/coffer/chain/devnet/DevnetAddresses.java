// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.devnet;

import io.coffer.devnet.format.ChainName;
import io.coffer.devnet.format.DevnetAddress;
import io.coffer.devnet.format.Hashes;
import io.coffer.devnet.format.MalformedException;
import io.coffer.devnet.format.Octets;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;

/** Addresses of one devnet; every devnet writes them the same. */
final class DevnetAddresses implements AddressCodec {
    private final ChainId chain;

    DevnetAddresses(ChainName name) {
        this.chain = new ChainId(name.caip2());
    }

    @Override
    public Address parse(String text) throws InvalidAddressException {
        try {
            return of(DevnetAddress.parse(text));
        } catch (MalformedException bad) {
            throw new InvalidAddressException(String.valueOf(bad.getMessage()));
        }
    }

    @Override
    public Address derive(PublicKey key, AddressFormat format) {
        if (key.curve() != PublicKey.Curve.SECP256K1 || !format.equals(AddressFormat.DEFAULT)) {
            throw new IllegalArgumentException("format: a devnet has addresses of secp256k1 keys in one format only");
        }
        return of(Hashes.hash160(Octets.of(key.encoded().toArray())));
    }

    Address of(Octets hash160) {
        return new Address(chain, DevnetAddress.of(hash160));
    }

    /** The hash160 of an address of this chain. */
    Octets hash160(Address address) {
        if (!address.chain().equals(chain)) {
            throw new IllegalArgumentException("address: is on " + address.chain() + ", not on " + chain);
        }
        try {
            return DevnetAddress.parse(address.text());
        } catch (MalformedException bad) {
            throw new IllegalArgumentException(bad.getMessage(), bad);
        }
    }
}
