// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.api.signing.KeyVault;
import io.coffer.shell.vault.ChangePassphraseCommand;
import io.coffer.shell.vault.CreateCommand;
import io.coffer.shell.vault.RestoreCommand;
import io.coffer.shell.vault.SealCommand;
import io.coffer.shell.vault.UnsealCommand;
import io.coffer.shell.vault.VaultStatusCommand;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.List;
import org.apache.karaf.shell.api.action.Argument;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class VaultCommandsTest {
    private static final String PASSPHRASE = "correct horse $1 \"battery\"";

    private BenchNode node;

    @BeforeEach
    void open(@TempDir Path folder) throws Exception {
        node = new BenchNode(folder);
    }

    @AfterEach
    void close() throws Exception {
        node.close();
    }

    @Test
    void createsSealsAndUnseals() throws Exception {
        assertThat(node.run(new CreateCommand(), PASSPHRASE + "\n", "--stdin"))
                .contains(HandVault.WORDS, "UNSEALED")
                .doesNotContain(PASSPHRASE);
        node.run(new SealCommand(), "");
        assertThat(node.run(new VaultStatusCommand(), "")).contains("SEALED");
        assertThat(node.run(new UnsealCommand(), PASSPHRASE + "\n", "--stdin")).contains("The vault is UNSEALED.");
        assertThat(node.vault.state).isEqualTo(KeyVault.State.UNSEALED);
    }

    @Test
    void promptsWhereStandardInputIsNotAsScript() throws Exception {
        assertThat(node.run(new CreateCommand(), PASSPHRASE + "\n" + PASSPHRASE + "\n"))
                .contains("New passphrase: ", "New passphrase again: ");
        assertThat(node.vault.passphrase).isEqualTo(PASSPHRASE);
    }

    @Test
    void asksForNoPassphraseIfThereIsAVault() {
        node.vault.state = KeyVault.State.SEALED;

        assertThatThrownBy(() -> node.run(new CreateCommand(), "")).hasMessageContaining("there is one already");
    }

    @Test
    void restoresAndChangesThePassphrase() throws Exception {
        assertThat(node.run(new RestoreCommand(), HandVault.WORDS + "\nfirst passphrase\n", "--stdin"))
                .contains("UNSEALED")
                .doesNotContain(HandVault.WORDS);
        node.run(new ChangePassphraseCommand(), "first passphrase\nsecond passphrase\n", "--stdin");
        assertThat(node.vault.passphrase).isEqualTo("second passphrase");
        assertThatThrownBy(() -> node.run(new RestoreCommand(), "not words\npassphrase here\n", "--stdin"))
                .hasMessageContaining("BIP-39");
    }

    @Test
    void aWrongPassphraseSaysSoAndNoMore() {
        node.vault.passphrase = PASSPHRASE;
        assertThatThrownBy(() -> node.run(new UnsealCommand(), "wrong one\n", "--stdin"))
                .hasMessage("vault: wrong passphrase\n  next: try again; nothing was changed");
    }

    @Test
    @DisplayName("H49 what the commands read and got is wiped, also where they fail")
    void h49_arraysAreWiped() throws Exception {
        node.run(new CreateCommand(), PASSPHRASE + "\n", "--stdin");
        node.run(new UnsealCommand(), PASSPHRASE + "\n", "--stdin");
        assertThatThrownBy(() -> node.run(new UnsealCommand(), "wrong\n", "--stdin"));
        assertThatThrownBy(() -> node.run(new RestoreCommand(), "bad words\nnew\n", "--stdin"));
        node.run(new ChangePassphraseCommand(), PASSPHRASE + "\nnext one\n", "--stdin");

        assertThat(node.vault.given)
                .hasSize(8)
                .allSatisfy(array -> assertThat(array).containsOnly('\0'));
    }

    @Test
    @DisplayName("H49 no command of the vault takes an argument, which the shell's history would keep")
    void h49_noArguments() {
        for (Class<?> command : List.of(
                CreateCommand.class, RestoreCommand.class, UnsealCommand.class, ChangePassphraseCommand.class)) {
            for (Class<?> each = command; each != Object.class; each = each.getSuperclass()) {
                for (Field field : each.getDeclaredFields()) {
                    assertThat(field.isAnnotationPresent(Argument.class))
                            .as("%s", field)
                            .isFalse();
                }
            }
        }
    }
}
