// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import org.osgi.annotation.versioning.ConsumerType;

/** Addresses of one chain. Pure: no node is asked. */
@ConsumerType
public interface AddressCodec {
    /**
     * Reads an address as a person may have typed it and gives its one canonical spelling.
     *
     * @throws InvalidAddressException if checksum, length, prefix, network or letter case is wrong
     */
    Address parse(String text) throws InvalidAddressException;

    /**
     * The address of {@code key}.
     *
     * @throws IllegalArgumentException if the chain has no such format or uses another curve
     */
    Address derive(PublicKey key, AddressFormat format);
}
