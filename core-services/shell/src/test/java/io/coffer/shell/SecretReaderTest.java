// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.karaf.shell.api.console.Terminal;
import org.junit.jupiter.api.Test;

class SecretReaderTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final List<Object> echo = new ArrayList<>();

    private SecretReader script(String input) {
        return new SecretReader(in(input), screen(), null, true);
    }

    private SecretReader terminal(String input) {
        Terminal terminal = (Terminal) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {Terminal.class}, (proxy, method, args) -> {
                    if (method.getName().equals("setEchoEnabled")) {
                        echo.add(args[0]);
                    }
                    return method.getReturnType() == boolean.class ? true : null;
                });
        return new SecretReader(in(input), screen(), terminal, false);
    }

    private static ByteArrayInputStream in(String input) {
        return new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8));
    }

    private Screen screen() {
        return new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    @Test
    void aScriptSendsOneSecretALine() throws Exception {
        SecretReader secrets = script("first $1 \"x\" \\ é\nsecond\r\nlast");

        assertThat(secrets.read("a")).containsExactly("first $1 \"x\" \\ é".toCharArray());
        assertThat(secrets.readNew("b")).containsExactly("second".toCharArray());
        assertThat(secrets.read("c")).containsExactly("last".toCharArray());
        assertThatThrownBy(() -> secrets.read("Passphrase")).hasMessage("Passphrase: is empty");
        assertThat(shown.size()).isZero();
    }

    @Test
    void aTerminalShowsThePromptAndNotTheSecret() throws Exception {
        assertThat(terminal("pass\r").read("Passphrase")).containsExactly("pass".toCharArray());
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("Passphrase: " + System.lineSeparator());
        assertThat(echo).containsExactly(false, true);
    }

    @Test
    void aTerminalTakesBackWhatWasTypedWrong() throws Exception {
        assertThat(terminal("\u007fpax\u007fss\u00e9\u0008!\n").read("p")).containsExactly("pass!".toCharArray());
    }

    @Test
    void anInterruptCancelsAndTheEchoComesBack() {
        assertThatThrownBy(() -> terminal("pa\u0003").read("Passphrase")).hasMessage("Passphrase: cancelled");
        assertThat(echo).containsExactly(false, true);
    }

    @Test
    void aNewSecretIsTypedTwice() throws Exception {
        assertThat(terminal("one\none\n").readNew("New")).containsExactly("one".toCharArray());
        assertThatThrownBy(() -> terminal("one\ntwo\n").readNew("New")).hasMessage("New: the two are not the same");
    }

    @Test
    void aSecretIsBoundedAndUtf8() throws Exception {
        assertThat(script("x".repeat(SecretReader.MAX_BYTES) + "\n").read("p")).hasSize(SecretReader.MAX_BYTES);
        assertThatThrownBy(() -> script("x".repeat(SecretReader.MAX_BYTES + 1)).read("p"))
                .hasMessageContaining("longer than");
        assertThatThrownBy(() -> new SecretReader(
                                new ByteArrayInputStream(new byte[] {(byte) 0xC0, '\n'}), screen(), null, true)
                        .read("p"))
                .hasMessageContaining("UTF-8");
    }
}
