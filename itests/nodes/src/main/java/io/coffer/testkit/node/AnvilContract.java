// SPDX-License-Identifier: Apache-2.0
package io.coffer.testkit.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A contract of {@code itests/nodes/contracts} on an anvil, deployed and called by an account that anvil holds the keys
 * of. It is compiled when it is first asked for: that takes npm and some seconds, once.
 *
 * <p>Arguments are of the types that take one word of the contract ABI: a number (BigInteger, Integer, Long), a flag
 * (Boolean), an address (a text of 0x and 40 hexadecimal digits), or any other text of up to 32 ASCII characters as
 * {@code bytes32}. One thread.
 */
public final class AnvilContract {
    /** An honest ERC-20: {@code (bytes32 symbol, uint8 decimals)}; anybody may {@code mint(address,uint256)}. */
    public static final String HONEST_TOKEN = "HonestToken";

    /** As the honest one, but transfers give back false and move nothing until {@code setRefusing(bool)} says no. */
    public static final String FALSE_TOKEN = "FalseToken";

    /** {@code (bytes32 symbol, uint8 decimals, uint256 percent, bool onTop)}: keeps percent of each transfer, or takes it on top. */
    public static final String FEE_TOKEN = "FeeToken";

    /** {@code (uint8 decimals, uint256 percent)}: logs the whole, and percent of it does not arrive. */
    public static final String LYING_TOKEN = "LyingToken";

    /** As the honest one; after {@code setReverting(true)} each transfer logs and is undone. */
    public static final String REVERTING_TOKEN = "RevertingToken";

    /** {@code ()}: says that it is USDT; {@code forge(address,address,uint256)} logs any transfer. */
    public static final String FORGER = "Forger";

    /** {@code ()}: a wallet; see its {@code payTwice}, {@code payAfterForgery} and {@code payAndFail}. */
    public static final String PURSE = "Purse";

    private static final Pattern ADDRESS = Pattern.compile("0x[0-9a-fA-F]{40}");
    private static final int WORD_BITS = 256;
    private static final int WORD_DIGITS = 64;
    private static final int HEX = 16;
    private static final int UPPER_CASE_FROM = 8;

    /** Given rather than estimated, so that a call that will fail is sent and mined all the same. */
    private static final String GAS = "0x4c4b40";

    private final AnvilRpc rpc;
    private final Map<String, String> selectors;
    private final String address;

    private AnvilContract(AnvilRpc rpc, Map<String, String> selectors, String address) {
        this.rpc = rpc;
        this.selectors = selectors;
        this.address = address;
    }

    /**
     * Deploys a contract and returns when it is mined: the node must mine by itself meanwhile.
     *
     * @param node where anvil answers JSON-RPC
     * @param name one of the constants here
     * @param arguments of its constructor
     * @throws IOException if it cannot be compiled or deployed, saying why
     */
    public static AnvilContract deploy(URI node, String name, Object... arguments)
            throws IOException, InterruptedException {
        AnvilRpc rpc = new AnvilRpc(node);
        ObjectNode transaction = transaction(rpc).put("input", "0x" + CompiledContracts.code(name) + words(arguments));
        String id = rpc.call("eth_sendTransaction", transaction).asText();
        JsonNode receipt = rpc.awaitReceipt(id);
        if (!receipt.path("status").asText().equals("0x1")) {
            throw new IOException(name + " was not deployed: " + receipt);
        }
        String deployed = checksummed(rpc, receipt.path("contractAddress").asText());
        return new AnvilContract(rpc, CompiledContracts.functions(name), deployed);
    }

    /** In the spelling of EIP-55, as configurations want it. */
    public String address() {
        return address;
    }

    /**
     * Sends a transaction that calls a function, and does not wait until it is mined; it may fail there.
     *
     * @param function its signature, such as {@code mint(address,uint256)}
     * @return the hash of the transaction
     */
    public String send(String function, Object... arguments) throws IOException, InterruptedException {
        ObjectNode transaction = transaction(rpc).put("to", address).put("input", data(function, arguments));
        return rpc.call("eth_sendTransaction", transaction).asText();
    }

    /** As {@link #send}, and waits until it is mined: the node must mine by itself. */
    public String sendAndAwait(String function, Object... arguments) throws IOException, InterruptedException {
        String id = send(function, arguments);
        rpc.awaitReceipt(id);
        return id;
    }

    /** The first word of what a function answers after the latest block, as a number. */
    public BigInteger ask(String function, Object... arguments) throws IOException, InterruptedException {
        ObjectNode message = JsonNodeFactory.instance.objectNode();
        message.put("to", address).put("input", data(function, arguments));
        String answer = rpc.call("eth_call", message, JsonNodeFactory.instance.textNode("latest"))
                .asText();
        if (answer.length() < 2 + WORD_DIGITS) {
            throw new IOException(function + ": answered " + answer);
        }
        return new BigInteger(answer.substring(2, 2 + WORD_DIGITS), HEX);
    }

    private String data(String function, Object... arguments) {
        String selector = selectors.get(function);
        if (selector == null) {
            throw new IllegalArgumentException("function: " + function + " is none of " + selectors.keySet());
        }
        return "0x" + selector + words(arguments);
    }

    private static ObjectNode transaction(AnvilRpc rpc) throws IOException, InterruptedException {
        String from = rpc.call("eth_accounts").path(0).asText();
        return JsonNodeFactory.instance.objectNode().put("from", from).put("gas", GAS);
    }

    private static String words(Object... arguments) {
        StringBuilder words = new StringBuilder();
        for (Object argument : arguments) {
            words.append(word(argument));
        }
        return words.toString();
    }

    private static String word(Object argument) {
        if (argument instanceof String text) {
            return ADDRESS.matcher(text).matches()
                    ? "0".repeat(WORD_DIGITS - 40) + text.substring(2).toLowerCase(Locale.ROOT)
                    : padded(text);
        }
        if (argument instanceof Boolean flag) {
            return number(flag ? BigInteger.ONE : BigInteger.ZERO);
        }
        return number(new BigInteger(argument.toString()));
    }

    private static String number(BigInteger number) {
        if (number.signum() < 0 || number.bitLength() > WORD_BITS) {
            throw new IllegalArgumentException("argument: " + number + " is not within 0..2^256-1");
        }
        String digits = number.toString(HEX);
        return "0".repeat(WORD_DIGITS - digits.length()) + digits;
    }

    private static String padded(String text) {
        String digits = HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
        if (digits.length() > WORD_DIGITS) {
            throw new IllegalArgumentException("argument: longer than 32 characters: " + text);
        }
        return digits + "0".repeat(WORD_DIGITS - digits.length());
    }

    /** EIP-55; the node itself hashes. */
    private static String checksummed(AnvilRpc rpc, String lower) throws IOException, InterruptedException {
        String digits = lower.substring(2).toLowerCase(Locale.ROOT);
        String ascii = "0x" + HexFormat.of().formatHex(digits.getBytes(StandardCharsets.US_ASCII));
        String hash = rpc.call("web3_sha3", JsonNodeFactory.instance.textNode(ascii))
                .asText()
                .substring(2);
        StringBuilder text = new StringBuilder("0x");
        for (int i = 0; i < digits.length(); i++) {
            boolean isUpper = Character.digit(hash.charAt(i), HEX) >= UPPER_CASE_FROM;
            text.append(isUpper ? Character.toUpperCase(digits.charAt(i)) : digits.charAt(i));
        }
        return text.toString();
    }
}
