// SPDX-License-Identifier: Apache-2.0
package io.coffer.devnet.node;

import java.io.IOException;
import java.time.Clock;
import java.util.List;

/** The program: a devnet node until the process is ended. */
public final class Main {
    private static final int BAD_ARGUMENTS = 2;
    private static final int NOT_STARTED = 1;

    private Main() {}

    public static void main(String[] words) {
        try {
            start(Arguments.parse(List.of(words)));
        } catch (IllegalArgumentException bad) {
            System.err.println("devnet: " + bad.getMessage());
            System.err.println("devnet: " + Arguments.USAGE);
            System.exit(BAD_ARGUMENTS);
        } catch (IOException failed) {
            System.err.println("devnet: " + failed.getMessage());
            System.exit(NOT_STARTED);
        }
    }

    private static void start(Arguments arguments) throws IOException {
        DevnetNode node = DevnetNode.start(arguments, Clock.systemUTC());
        Runtime.getRuntime().addShutdownHook(new Thread(() -> close(node), "devnet-end"));
        if (node.tornBytes() > 0) {
            System.err.println("devnet: cut " + node.tornBytes() + " bytes of an unfinished record off the block file");
        }
        System.out.println("devnet ready " + node.uri());
        System.out.flush();
    }

    private static void close(DevnetNode node) {
        try {
            node.close();
        } catch (IOException failed) {
            System.err.println("devnet: " + failed.getMessage());
        }
    }
}
