// SPDX-License-Identifier: Apache-2.0
package io.coffer.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class CommandLineTest {
    @Test
    void singleWordIsPassedAsAScript() {
        assertThat(CommandLine.of(List.of("coffer:status | grep ready"))).isEqualTo("coffer:status | grep ready");
    }

    @Test
    void plainWordsNeedNoQuotes() {
        assertThat(CommandLine.of(List.of("ledger:accounts", "--json", "a/b=c")))
                .isEqualTo("ledger:accounts --json a/b=c");
    }

    @Test
    void aWordKeepsItsSpacesAndSpecialCharacters() {
        assertThat(CommandLine.of(List.of("wallet:note", "two words; $x | y")))
                .isEqualTo("wallet:note 'two words; $x | y'");
    }

    @Test
    void aQuoteCannotEndItsWord() {
        assertThat(CommandLine.of(List.of("wallet:note", "it's"))).isEqualTo("wallet:note 'it'\"'\"'s'");
    }

    @Test
    void anEmptyWordStaysAnArgument() {
        assertThat(CommandLine.of(List.of("wallet:note", ""))).isEqualTo("wallet:note ''");
    }
}
