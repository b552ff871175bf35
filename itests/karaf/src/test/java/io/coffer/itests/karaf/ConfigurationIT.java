// SPDX-License-Identifier: Apache-2.0
package io.coffer.itests.karaf;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.coffer.devnet.node.Arguments;
import io.coffer.devnet.node.DevnetNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files of {@code etc/} that are bad or half written, while the node runs. */
class ConfigurationIT {
    private static final String CHAIN = "devnet:cfg";
    private static final String DEVNET_FILE = "io.coffer.chain.devnet-cfg.cfg";
    private static final String WALLET_FILE = "io.coffer.wallet.chain-cfg.cfg";
    private static final Pattern CURSOR = Pattern.compile("\"cursor\":\\{\"height\":([0-9]+)");

    @TempDir
    static Path home;

    @TempDir
    static Path devnetFolder;

    private static Operator operator;
    private static RunningNode node;
    private static DevnetNode devnet;

    @BeforeAll
    static void start() throws Exception {
        devnet = DevnetNode.start(
                Arguments.parse(List.of(
                        "--mode",
                        "account",
                        "--name",
                        "cfg",
                        "--data",
                        devnetFolder.resolve("blocks").toString())),
                Clock.systemUTC());
        operator = new Operator();
        node = RunningNode.startFor(operator, home);
        node.awaitReady();
        write(DEVNET_FILE, goodDevnet(3));
        await("the devnet to be scanned", () -> show(CHAIN).contains("\"SCANNING\""));
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
        devnet.close();
    }

    @AfterEach
    void theNodeIsUp() throws Exception {
        assertThat(node.isAlive()).isTrue();
        assertThat(node.get("/v1/health/ready").statusCode()).isEqualTo(200);
    }

    @ParameterizedTest(name = "{0} is told as {1}")
    @CsvSource({
        "url = http://user:hunter2@127.0.0.1:1, url=***",
        "url = nowhere, url=nowhere",
        "requestTimeoutMs = soon, requestTimeoutMs=soon",
        "mode = acc, mode=acc",
        "confirmation = 9, confirmation=***"
    })
    @DisplayName("A bad line in a devnet's file is told, and the old values stay until it is mended")
    void aBadDevnetFile(String line, String told) throws Exception {
        write(DEVNET_FILE, goodDevnet(3) + line + "\n");
        await("the reason", () -> show(CHAIN).contains("etc/" + DEVNET_FILE + ": " + told));
        assertThat(node.log()).contains("etc/" + DEVNET_FILE + ": " + told).doesNotContain("hunter2");
        assertThat(shell("coffer:status"))
                .contains("etc/" + DEVNET_FILE + ": " + told)
                .doesNotContain("hunter2");
        goesOnScanning();
        assertThat(show(CHAIN)).contains("depth=3");

        write(DEVNET_FILE, goodDevnet(4));
        await("the mended file", () -> show(CHAIN).contains("depth=4"));
        assertThat(show(CHAIN)).doesNotContain(told);
        goesOnScanning();
        write(DEVNET_FILE, goodDevnet(3));
        await("the file as it was", () -> show(CHAIN).contains("depth=3"));
    }

    @ParameterizedTest
    @CsvSource({"name = cfg\\nmode", "name = cfg\\nmode = account\\nurl = \\u00zz", "''"})
    @DisplayName("Half a devnet's file changes nothing until the rest is there")
    void halfADevnetFile(String half) throws Exception {
        int before = node.log().length();
        write(DEVNET_FILE, half.replace("\\n", "\n"));
        await("the file to be named", () -> node.log().substring(before).contains(DEVNET_FILE));
        goesOnScanning();
        write(DEVNET_FILE, goodDevnet(5));
        await("the whole file", () -> show(CHAIN).contains("depth=5"));
        goesOnScanning();
        write(DEVNET_FILE, goodDevnet(3));
        await("the file as it was", () -> show(CHAIN).contains("depth=3"));
    }

    @Test
    void aBadFileOfTheWalletsChainIsToldAndTheOldValuesStay() throws Exception {
        write(WALLET_FILE, "chain = " + CHAIN + "\npollMs = 50\n");
        // A bad file with nothing before it would hold the chain, so the good one must have been met first.
        await("the first file to be met", () -> node.log().contains("Creating configuration {io.coffer.wallet.chain"));
        goesOnScanning();
        write(WALLET_FILE, "chain = " + CHAIN + "\npollMs = often\n");
        await("the reason", () -> show(CHAIN).contains("etc/" + WALLET_FILE + ": pollMs=often"));
        assertThat(node.log()).contains("etc/" + WALLET_FILE + ": pollMs=often");
        assertThat(shell("coffer:status")).contains("etc/" + WALLET_FILE + ": pollMs=often");
        goesOnScanning();
        write(WALLET_FILE, "chain = " + CHAIN + "\npollMs = 60\n");
        await("the mended file", () -> !show(CHAIN).contains("pollMs"));
        goesOnScanning();
    }

    @Test
    void aBadFileOfAnEvmChainIsToldAndItsOldUrlIsStillAsked() throws Exception {
        AtomicInteger asked = new AtomicInteger();
        AtomicInteger askedLater = new AtomicInteger();
        HttpServer first = counting(asked);
        HttpServer second = counting(askedLater);
        String file = "io.coffer.chain.evm-cfg.cfg";
        Path authorization = Files.createFile(
                home.resolve("authorization"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(authorization, "Bearer hunter3\n");
        String good = "chainId = 31339\nsymbol = ETH\nauthorizationFile = " + authorization + "\nurl = ";
        try {
            write(file, good + url(first));
            await("the node to be asked", () -> asked.get() > 0);
            for (String bad : List.of("ftp://hunter4@x", "half")) {
                write(file, good + bad + "\nconfirmations = 0\n");
                await("the reason", () -> show("eip155:31339").contains("etc/" + file));
                int before = asked.get();
                await("the old url to be asked again", () -> asked.get() > before);
            }
            write(file, (good + url(first)).replace("url =", "urls = http://127.0.0.1:9/hunter4567890123456789,"));
            await("the refused key", () -> show("eip155:31339").contains("urls=*** is a secret"));
            assertThat(shell("coffer:status")).contains("etc/" + file).doesNotContain("hunter");
            assertThat(node.log()).contains("etc/" + file + ": ").doesNotContain("hunter3", "hunter4");
            assertThat(askedLater).hasValue(0);
            write(file, good + url(second));
            await("the new url to be asked", () -> askedLater.get() > 0);
            assertThat(show("eip155:31339")).doesNotContain("etc/" + file);
        } finally {
            Files.delete(node.etc().resolve(file));
            first.stop(0);
            second.stop(0);
        }
    }

    @Test
    void aBadTokenIsMaskedAndTheOldOneStaysUntilItIsMended() throws Exception {
        String file = "io.coffer.rest.cfg";
        write(file, "apiTokenSha256 = " + sha256("one") + "\n");
        await("the token to count", () -> status("one") == 200);
        write(file, "apiTokenSha256 = hunter5\n");
        await("the file to be named", () -> node.log().contains("etc/io.coffer.rest.cfg is not taken"));
        assertThat(node.log()).contains("apiTokenSha256 = ****").doesNotContain("hunter5");
        assertThat(status("one")).isEqualTo(200);
        assertThat(status("hunter5")).isEqualTo(401);
        write(file, "apiTokenSha256 = " + sha256("two") + "\n");
        await("the new token to count", () -> status("two") == 200);
        assertThat(status("one")).isEqualTo(401);
    }

    @Test
    void aBadSizeOfTheJournalIsToldAndAGoodOneWaitsForTheNextStart() throws Exception {
        String file = "io.coffer.money.cfg";
        write(file, "segmentBytes = many\n");
        await("the file to be named", () -> node.log().contains("etc/io.coffer.money.cfg: segmentBytes = many"));
        assertThat(shell("coffer:status")).contains("core    RUNNING");
        goesOnScanning();
        write(file, "segmentBytes = 33554432\n");
        await(
                "the change to be told",
                () -> node.log()
                        .contains(
                                "etc/io.coffer.money.cfg was changed; it takes effect when the node is started again"));
    }

    @Test
    void aBadFileOfTheVaultNeitherSealsNorMovesIt() throws Exception {
        String file = "io.coffer.keys.cfg";
        operator.run(node, "vault:create --stdin", "only-for-this-test-55e1\n");
        write(file, "argon2.memoryKiB = lots\n");
        await("the file to be named", () -> node.log().contains("io.coffer.keys.cfg: argon2.memoryKiB"));
        assertThat(node.log()).contains("lots");
        assertThat(shell("vault:status")).contains("UNSEALED");
        write(file, "file = elsewhere\n");
        await("the change to be told", () -> node.log().contains("file: elsewhere counts from the next start on"));
        assertThat(shell("vault:status")).contains("UNSEALED");
        write(file, "argon2.iterations = 3\n");
        operator.run(node, "vault:change-passphrase --stdin", "only-for-this-test-55e1\nonly-for-this-test-55e2\n");
    }

    /** What is asked again and again until it is so. */
    @FunctionalInterface
    private interface Fact {
        boolean isSo() throws Exception;
    }

    private static void await(String what, Fact fact) throws InterruptedException {
        AtomicReference<String> notYet = new AtomicReference<>("");
        try {
            node.await(what, () -> isSo(fact, notYet));
        } catch (IllegalStateException inVain) {
            throw new IllegalStateException(inVain.getMessage() + " " + notYet + "\n" + node.log(), inVain);
        }
    }

    private static boolean isSo(Fact fact, AtomicReference<String> notYet) {
        try {
            return fact.isSo();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            return false;
        } catch (Exception failed) {
            notYet.set(failed.toString());
            return false;
        }
    }

    private static void goesOnScanning() throws Exception {
        long before = cursor();
        HttpRequest mine = HttpRequest.newBuilder(devnet.uri().resolve("/control/mine"))
                .POST(HttpRequest.BodyPublishers.ofString("{\"blocks\":1}"))
                .build();
        HttpResponse<String> mined = HttpClient.newHttpClient().send(mine, HttpResponse.BodyHandlers.ofString());
        assertThat(mined.statusCode()).as(mined.body()).isEqualTo(200);
        await("the new block to be read", () -> cursor() > before);
    }

    private static long cursor() throws IOException {
        Matcher found = CURSOR.matcher(show(CHAIN));
        return found.find() ? Long.parseLong(found.group(1)) : -1;
    }

    private static String show(String chain) throws IOException {
        return shell("chain:show --json " + chain);
    }

    private static String shell(String command) throws IOException {
        return operator.run(node, command, "");
    }

    private static void write(String file, String text) throws IOException {
        Files.writeString(node.etc().resolve(file), text);
    }

    private static String goodDevnet(int confirmations) {
        return "name = cfg\nmode = account\nconfirmations = " + confirmations + "\nurl = " + devnet.uri() + "\n";
    }

    private static int status(String token) throws IOException, InterruptedException {
        return node.get("/v1/assets", "Bearer " + token).statusCode();
    }

    private static String sha256(String text) throws Exception {
        byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest);
    }

    /** A node that fails at everything and counts how often it is asked. */
    private static HttpServer counting(AtomicInteger asked) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            asked.incrementAndGet();
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.start();
        return server;
    }

    private static URI url(HttpServer server) {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }
}
