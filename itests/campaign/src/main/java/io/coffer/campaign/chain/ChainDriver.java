// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.chain;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.math.BigInteger;
import java.util.List;
import java.util.Random;

/** A real chain that a campaign runs: what a payer and an onlooker can do there, without the node under test. */
public interface ChainDriver extends AutoCloseable {
    /** Short, as on the command line: {@code devnet}, {@code anvil}. */
    String name();

    /** CAIP-2. */
    String chain();

    /** CAIP-19 of the native coin. */
    String asset();

    /** Decimals of the native coin. */
    int decimals();

    /** PID of the adapter's configuration, with its instance name. */
    String configurationPid();

    List<String> configuration();

    /** Pays from the chain's test account; answers with the transaction's id. */
    String pay(String address, BigInteger units) throws IOException, InterruptedException;

    void mine(int blocks) throws IOException, InterruptedException;

    long height() throws IOException, InterruptedException;

    /** What an address holds in the latest block, in the smallest unit. */
    BigInteger balance(String address) throws IOException, InterruptedException;

    /** A new address that nobody has used, whose key nobody has. */
    String strangerAddress(Random random);

    /** Whether the chain has mined the transaction with success. */
    boolean isMined(String transaction) throws IOException, InterruptedException;

    /** The transaction as the chain tells it, to be shown. */
    JsonNode transaction(String id) throws IOException, InterruptedException;

    @Override
    void close();
}
