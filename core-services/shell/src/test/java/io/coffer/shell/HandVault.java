// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyPurpose;
import java.util.ArrayList;
import java.util.List;

/** A vault without keys. It keeps the arrays that it was given, so that tests can see whether they are wiped. */
final class HandVault implements KeyVault {
    static final String WORDS = "abandon ability able";

    State state = State.ABSENT;
    String passphrase = "";
    final List<char[]> given = new ArrayList<>();

    @Override
    public State state() {
        return state;
    }

    @Override
    public char[] create(char[] next) {
        char[] words = WORDS.toCharArray();
        given.add(next);
        given.add(words);
        passphrase = new String(next);
        state = State.UNSEALED;
        return words;
    }

    @Override
    public void restore(char[] words, char[] next) throws VaultException {
        given.add(words);
        given.add(next);
        if (!new String(words).equals(WORDS)) {
            throw new VaultException(VaultException.Kind.INVALID, "the words are not of BIP-39");
        }
        passphrase = new String(next);
        state = State.UNSEALED;
    }

    @Override
    public void unseal(char[] typed) throws VaultException {
        given.add(typed);
        require(typed);
        state = State.UNSEALED;
    }

    @Override
    public void seal() {
        state = State.SEALED;
    }

    @Override
    public void changePassphrase(char[] present, char[] next) throws VaultException {
        given.add(present);
        given.add(next);
        require(present);
        passphrase = new String(next);
    }

    @Override
    public String extendedPublicKey(int coinType, KeyPurpose purpose) throws VaultException {
        throw new VaultException(VaultException.Kind.SEALED, "the vault is sealed");
    }

    private void require(char[] typed) throws VaultException {
        if (!new String(typed).equals(passphrase)) {
            throw new VaultException(VaultException.Kind.WRONG_PASSPHRASE, "wrong passphrase");
        }
    }
}
