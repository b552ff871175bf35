// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.tx;

import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.AddressCodec;
import io.coffer.spi.chain.AddressFormat;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.InvalidAddressException;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Pattern;

/** Addresses of 20 bytes; the canonical spelling has the checksum of EIP-55 in its letter case. */
public final class EvmAddresses implements AddressCodec {
    private static final Pattern FORM = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final int PREFIX_LENGTH = 2;
    private static final int UPPER_CASE_FROM = 8;

    private final ChainId chain;

    public EvmAddresses(ChainId chain) {
        this.chain = chain;
    }

    /** Letters all of one case carry no checksum and pass; letters of both cases must be the checksum. */
    @Override
    public Address parse(String text) throws InvalidAddressException {
        if (!FORM.matcher(text).matches()) {
            throw new InvalidAddressException("address: not 0x and 40 hexadecimal digits");
        }
        String digits = text.substring(PREFIX_LENGTH);
        String lower = digits.toLowerCase(Locale.ROOT);
        String canonical = checksummed(lower);
        boolean oneCase = digits.equals(lower) || digits.equals(digits.toUpperCase(Locale.ROOT));
        if (!oneCase && !text.equals(canonical)) {
            throw new InvalidAddressException("address: letter case is not the checksum of EIP-55");
        }
        return new Address(chain, canonical);
    }

    @Override
    public Address derive(PublicKey key, AddressFormat format) {
        if (!format.equals(AddressFormat.DEFAULT)) {
            throw new IllegalArgumentException("format: " + format.name() + " is not default");
        }
        return of(CurveKey.of(key).address());
    }

    /** @throws IllegalArgumentException if these are not 20 bytes */
    public Address of(Bytes address) {
        if (address.length() != Envelope.ADDRESS_LENGTH) {
            throw new IllegalArgumentException("address: " + address.length() + " bytes");
        }
        return new Address(chain, checksummed(address.toHex()));
    }

    /**
     * The bytes of an address of this chain.
     *
     * @throws IllegalArgumentException if it is of another chain or not in its canonical spelling
     */
    public Bytes bytes(Address address) {
        if (!address.chain().equals(chain)) {
            throw new IllegalArgumentException("address: of " + address.chain() + ", expected " + chain);
        }
        String text = address.text();
        if (!FORM.matcher(text).matches()
                || !text.equals(checksummed(text.substring(PREFIX_LENGTH).toLowerCase(Locale.ROOT)))) {
            throw new IllegalArgumentException("address: not in its canonical spelling");
        }
        return Bytes.hex(text.substring(PREFIX_LENGTH));
    }

    /** EIP-55: a letter is upper case where the same digit of the hash of the lower-case text is 8 or more. */
    private static String checksummed(String lowerDigits) {
        byte[] hash = Keccak.hash(lowerDigits.getBytes(StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < lowerDigits.length(); i++) {
            int nibble = i % 2 == 0 ? (hash[i / 2] >> 4) & 0xf : hash[i / 2] & 0xf;
            char digit = lowerDigits.charAt(i);
            text.append(nibble >= UPPER_CASE_FROM ? Character.toUpperCase(digit) : digit);
        }
        return text.toString();
    }
}
