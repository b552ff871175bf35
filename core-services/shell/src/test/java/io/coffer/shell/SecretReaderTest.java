// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jline.terminal.Attributes;
import org.jline.terminal.Attributes.LocalFlag;
import org.jline.terminal.Terminal;
import org.jline.terminal.impl.LineDisciplineTerminal;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class SecretReaderTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final ByteArrayOutputStream echoed = new ByteArrayOutputStream();
    private LineDisciplineTerminal terminal;

    @BeforeEach
    void open() throws IOException {
        assertThat(Thread.interrupted()).isFalse();
        terminal = new LineDisciplineTerminal("test", "xterm", echoed, StandardCharsets.UTF_8);
        Attributes attributes = terminal.getAttributes();
        attributes.setLocalFlags(java.util.EnumSet.of(LocalFlag.ECHO, LocalFlag.ICANON), true);
        terminal.setAttributes(attributes);
    }

    @AfterEach
    void close() throws IOException {
        terminal.close();
    }

    private Screen screen() {
        return new Screen(new PrintStream(shown, true, StandardCharsets.UTF_8));
    }

    private SecretReader script(byte... input) {
        return new SecretReader(new StreamSecrets(new ByteArrayInputStream(input)), screen(), true);
    }

    private SecretReader script(String input) {
        return script(input.getBytes(StandardCharsets.UTF_8));
    }

    /** A real terminal as the shell makes one for SSH; each line is typed when it is asked for. */
    private SecretReader typing(String... lines) {
        SecretSource source = new TerminalSecrets(terminal);
        List<String> left = new java.util.ArrayList<>(Arrays.asList(lines));
        return new SecretReader(
                name -> {
                    Thread person = new Thread(() -> type(left.remove(0)));
                    person.start();
                    try {
                        return source.line(name);
                    } finally {
                        assertThat(terminal.echo()).isTrue();
                    }
                },
                screen(),
                false);
    }

    private void type(String line) {
        try {
            // As a person who waits until nothing is shown.
            while (terminal.echo()) {
                Thread.onSpinWait();
            }
            terminal.processInputBytes(line.getBytes(StandardCharsets.UTF_8));
        } catch (IOException failed) {
            throw new IllegalStateException(failed);
        }
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
        assertThat(typing("päss\r").read("Passphrase")).containsExactly("päss".toCharArray());
        assertThat(shown.toString(StandardCharsets.UTF_8)).isEqualTo("Passphrase: " + System.lineSeparator());
        assertThat(echoed.toString(StandardCharsets.UTF_8)).doesNotContain("p", "s");
    }

    @Test
    void aTerminalTakesBackWhatWasTypedWrong() throws Exception {
        assertThat(typing("\u007fpax\u007fssé\u0008!\n").read("p")).containsExactly("pass!".toCharArray());
    }

    @Test
    void anInterruptCancelsAndTheEchoComesBack() {
        // As the shell does with its foreground command.
        Thread command = Thread.currentThread();
        terminal.handle(Terminal.Signal.INT, signal -> command.interrupt());
        assertThatThrownBy(() -> typing("pa\u0003").read("Passphrase")).hasMessage("Passphrase: cancelled");
        assertThat(terminal.echo()).isTrue();
    }

    @Test
    void aNewSecretIsTypedTwice() throws Exception {
        assertThat(typing("one\n", "one\n").readNew("New")).containsExactly("one".toCharArray());
        assertThatThrownBy(() -> typing("one\n", "two\n").readNew("New")).hasMessage("New: the two are not the same");
    }

    @Test
    void aSecretIsBoundedAndUtf8() throws Exception {
        String longest = "x".repeat(SecretSource.MAX_LENGTH);
        assertThat(script(longest + "\n").read("p")).hasSize(SecretSource.MAX_LENGTH);
        assertThatThrownBy(() -> script(longest + "x").read("p")).hasMessageContaining("longer than");
        assertThatThrownBy(() -> typing(longest + "x\n").read("p")).hasMessageContaining("longer than");
        assertThatThrownBy(() -> script((byte) 0xC0, (byte) '\n').read("p")).hasMessageContaining("UTF-8");
    }
}
