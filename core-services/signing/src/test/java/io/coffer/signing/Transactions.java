// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

import io.coffer.families.FamilyCodec;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.chain.UnsignedTx;
import io.coffer.spi.chain.Utxo;
import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.util.List;

/** Builds unsigned transactions as an adapter would, and as a lying one would: nothing is checked. */
final class Transactions {
    private Transactions() {}

    /** Where value goes. */
    record Out(String hash160, long units) {}

    static UnsignedTx devnetAccount(ChainId chain, PublicKey sender, long nonce, long fee, Out to) {
        return tx(
                chain,
                "01" + name(chain) + sender.encoded().toHex() + number(nonce, 8) + number(fee, 12) + to.hash160()
                        + number(to.units(), 12));
    }

    static UnsignedTx devnetUtxo(ChainId chain, List<Utxo> inputs, List<Out> outputs) {
        StringBuilder hex = new StringBuilder("02").append(name(chain)).append(number(inputs.size(), 1));
        for (Utxo input : inputs) {
            hex.append(input.tx().text())
                    .append(number(input.index(), 4))
                    .append(number(input.amount().units().longValueExact(), 12))
                    .append(input.owner().encoded().toHex());
        }
        hex.append(number(outputs.size(), 1));
        outputs.forEach(out -> hex.append(out.hash160()).append(number(out.units(), 12)));
        return tx(chain, hex.toString());
    }

    /** Gas limit 21000; the fee is 21000 times {@code feePerGas}. */
    static UnsignedTx eip1559(ChainId chain, long chainId, long nonce, long feePerGas, Out to, String data) {
        return eip1559(chain, chainId, nonce, feePerGas, to.hash160(), to.units(), data);
    }

    /** Gas limit 21000, as {@link #eip1559}: a transfer of a token (EIP-20), no coin with it. */
    static UnsignedTx token(ChainId chain, long nonce, long feePerGas, String contract, Out to) {
        String call = "a9059cbb" + "00".repeat(12) + to.hash160() + number(to.units(), 32);
        return eip1559(chain, Long.parseLong(chain.reference()), nonce, feePerGas, contract, 0, call);
    }

    private static UnsignedTx eip1559(
            ChainId chain, long chainId, long nonce, long feePerGas, String to, long units, String data) {
        String fields = item(chainId) + item(nonce) + item(1) + item(feePerGas) + item(21_000) + string(to)
                + item(units) + string(data) + "c0";
        return tx(chain, "02" + list(fields));
    }

    static UnsignedTx legacy(ChainId chain, long nonce, long gasPrice, Out to, String tail) {
        return tx(
                chain,
                list(item(nonce) + item(gasPrice) + item(21_000) + string(to.hash160()) + item(to.units()) + "80"
                        + tail));
    }

    /** The bytes of a devnet or Ethereum address. */
    static String hash(Address address) {
        if (address.chain().namespace().equals("eip155")) {
            return address.text().substring(2);
        }
        String alphabet = "qpzry9x8gf2tvdw0s3jn54khce6mua7l";
        BigInteger bits = BigInteger.ZERO;
        for (int i = 5; i < 37; i++) {
            bits = bits.shiftLeft(5)
                    .or(BigInteger.valueOf(alphabet.indexOf(address.text().charAt(i))));
        }
        return String.format("%040x", bits);
    }

    static Address address(ChainId chain, PublicKey key) {
        return FamilyCodec.of(chain.namespace()).orElseThrow().address(chain, key);
    }

    private static UnsignedTx tx(ChainId chain, String hex) {
        return new UnsignedTx(chain, Bytes.hex(hex));
    }

    private static String name(ChainId chain) {
        StringBuilder hex = new StringBuilder(number(chain.reference().length(), 1));
        chain.reference().chars().forEach(c -> hex.append(number(c, 1)));
        return hex.toString();
    }

    private static String number(long value, int bytes) {
        return String.format("%0" + bytes * 2 + "x", value);
    }

    private static String item(long value) {
        if (value == 0) {
            return "80";
        }
        String hex = Long.toHexString(value);
        return string(hex.length() % 2 == 0 ? hex : "0" + hex);
    }

    private static String string(String hex) {
        int length = hex.length() / 2;
        if (length == 1 && Integer.parseInt(hex, 16) < 0x80) {
            return hex;
        }
        return length <= 55 ? number(0x80 + length, 1) + hex : "b8" + number(length, 1) + hex;
    }

    private static String list(String fields) {
        int length = fields.length() / 2;
        return length <= 55 ? number(0xc0 + length, 1) + fields : "f8" + number(length, 1) + fields;
    }
}
