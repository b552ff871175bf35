// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

/**
 * One of the ways in which a chain writes the address of a key.
 *
 * @param name such as {@code default}, {@code p2wpkh}, {@code p2tr}
 */
public record AddressFormat(String name) {
    public static final AddressFormat DEFAULT = new AddressFormat("default");

    public AddressFormat {
        if (name.isEmpty()) {
            throw new IllegalArgumentException("name: empty");
        }
    }
}
