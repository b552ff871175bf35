// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scripted;

import io.coffer.api.signing.KeyVault;
import io.coffer.api.signing.VaultException;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.hd.ExtendedPublicKey;
import io.coffer.hd.KeyPath;
import java.util.HexFormat;

/** A vault of two fixed public branches: multiples of the generator of secp256k1. It can be sealed and unsealed. */
public final class ScriptedVault implements KeyVault {
    private static final String ONE_G = "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    private static final String TWO_G = "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5";

    private volatile State state = State.UNSEALED;

    @Override
    public State state() {
        return state;
    }

    @Override
    public void seal() {
        state = State.SEALED;
    }

    public void unseal() {
        state = State.UNSEALED;
    }

    @Override
    public String extendedPublicKey(int coinType, KeyPurpose purpose) throws VaultException {
        if (state != State.UNSEALED) {
            throw new VaultException(VaultException.Kind.SEALED, "the vault is sealed");
        }
        byte[] chainCode = new byte[32];
        chainCode[0] = (byte) coinType;
        return ExtendedPublicKey.of(
                        3,
                        0x01020304,
                        purpose.bip44Account() | KeyPath.HARDENED,
                        chainCode,
                        HexFormat.of().parseHex(purpose == KeyPurpose.DEPOSIT ? ONE_G : TWO_G))
                .serialize();
    }

    @Override
    public char[] create(char[] passphrase) throws VaultException {
        throw new VaultException(VaultException.Kind.EXISTS, "fixed");
    }

    @Override
    public void restore(char[] words, char[] passphrase) throws VaultException {
        throw new VaultException(VaultException.Kind.EXISTS, "fixed");
    }

    @Override
    public void unseal(char[] passphrase) {
        unseal();
    }

    @Override
    public void changePassphrase(char[] present, char[] next) throws VaultException {
        throw new VaultException(VaultException.Kind.INVALID, "fixed");
    }
}
