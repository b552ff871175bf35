// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.spi.money.Bytes;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A transaction of the scripted chain in both modes, with a readable serialisation.
 *
 * @param from the sender in account mode, empty in output mode
 * @param nonce in account mode
 * @param inputs {@code txid:index} of spent outputs in output mode
 */
public record ScriptedTx(
        String chain, String from, long nonce, List<String> inputs, List<Output> outputs, BigInteger fee) {
    private static final String SECRET = "only the scripted chain's signer knows this";

    /**
     * A payment.
     *
     * @param contract of the token that is paid; empty for the coin
     */
    public record Output(String to, BigInteger units, String contract) {
        public Output(String to, BigInteger units) {
            this(to, units, "");
        }

        boolean isCoin() {
            return contract.isEmpty();
        }
    }

    public ScriptedTx {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    public boolean isAccount() {
        return inputs.isEmpty();
    }

    public String text() {
        StringBuilder text = new StringBuilder(chain + "|" + from + "|" + nonce + "|" + fee);
        inputs.forEach(input -> text.append("|in=").append(input));
        for (Output output : outputs) {
            text.append("|out=").append(output.to()).append('=').append(output.units());
            text.append(output.isCoin() ? "" : "=" + output.contract());
        }
        return text.toString();
    }

    public Bytes unsigned() {
        return Bytes.of(text().getBytes(StandardCharsets.UTF_8));
    }

    public Bytes signed() {
        return Bytes.of((text() + "|sig=" + seal(text())).getBytes(StandardCharsets.UTF_8));
    }

    public String id() {
        return hash(text()).substring(0, 40);
    }

    /** @throws IllegalArgumentException if the bytes are none, or the signature is wrong */
    public static ScriptedTx readSigned(Bytes bytes) {
        String whole = new String(bytes.toArray(), StandardCharsets.UTF_8);
        int cut = whole.indexOf("|sig=");
        if (cut < 0 || !whole.substring(cut + 5).equals(seal(whole.substring(0, cut)))) {
            throw new IllegalArgumentException("not signed");
        }
        return read(whole.substring(0, cut));
    }

    public static ScriptedTx readUnsigned(Bytes bytes) {
        return read(new String(bytes.toArray(), StandardCharsets.UTF_8));
    }

    private static ScriptedTx read(String text) {
        String[] parts = text.split("\\|", -1);
        List<String> inputs = new ArrayList<>();
        List<Output> outputs = new ArrayList<>();
        for (int i = 4; i < parts.length; i++) {
            if (parts[i].startsWith("in=")) {
                inputs.add(parts[i].substring(3));
            } else {
                String[] output = parts[i].substring(4).split("=", 3);
                outputs.add(new Output(output[0], new BigInteger(output[1]), output.length > 2 ? output[2] : ""));
            }
        }
        return new ScriptedTx(parts[0], parts[1], Long.parseLong(parts[2]), inputs, outputs, new BigInteger(parts[3]));
    }

    private static String seal(String text) {
        return hash(SECRET + text);
    }

    static String hash(String text) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException(absent);
        }
    }
}
