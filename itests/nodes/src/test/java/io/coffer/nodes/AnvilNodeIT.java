// SPDX-License-Identifier: Apache-2.0
package io.coffer.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.testkit.node.AnvilNode;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class AnvilNodeIT {
    private static final long LIMIT_SECONDS = 30;
    /** Before the process id: the platform and libraries may print lines of their own. */
    private static final String NODE = "node ";

    /** Starts a node, tells its process id, and waits to be killed. */
    public static final class Parent {
        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            try (AnvilNode node = AnvilNode.start(AnvilFixture.WORK, 31337, OptionalInt.empty())) {
                System.out.println(NODE + node.pid());
                System.out.flush();
                System.in.read();
            }
        }
    }

    @Test
    void isGoneWhenClosed() throws Exception {
        AnvilNode node = AnvilNode.start(AnvilFixture.WORK, 31337, OptionalInt.empty());
        assertThat(node.isAlive()).isTrue();
        assertThat(new AnvilControl(node.url()).call("eth_chainId").textValue()).isEqualTo("0x7a69");
        node.close();
        assertThat(ProcessHandle.of(node.pid()).filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void minesByTimeWhereAsked() throws Exception {
        try (AnvilNode node = AnvilNode.start(AnvilFixture.WORK, 31337, OptionalInt.of(1))) {
            AnvilControl control = new AnvilControl(node.url());
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
            long height = 0;
            while (height < 2 && System.nanoTime() < deadline) {
                height = AnvilControl.number(control.call("eth_blockNumber")).longValueExact();
                Thread.sleep(50);
            }
            assertThat(height).isGreaterThanOrEqualTo(2);
        }
    }

    @Test
    void doesNotOutliveAParentThatIsKilled() throws Exception {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        classPath,
                        Parent.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (BufferedReader output =
                new BufferedReader(new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
            long pid = output.lines()
                    .filter(line -> line.startsWith(NODE))
                    .map(line -> Long.parseLong(line.substring(NODE.length())))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("the parent ended and told no node"));
            ProcessHandle node = ProcessHandle.of(pid).orElseThrow();
            assertThat(node.isAlive()).isTrue();
            parent.destroyForcibly().waitFor();
            node.onExit().get(LIMIT_SECONDS, TimeUnit.SECONDS);
            assertThat(node.isAlive()).isFalse();
        } finally {
            parent.destroyForcibly();
        }
    }
}
