// SPDX-License-Identifier: Apache-2.0
package io.coffer.shell;

import io.coffer.api.node.Answer;
import io.coffer.api.request.CoreUnavailableException;
import io.coffer.api.request.Refusal;
import io.coffer.api.signing.VaultException;
import java.util.Optional;

/** Why a command did not do what was asked, and what the operator can do. Never holds key material. */
public final class ShellProblem extends Exception {
    private static final long serialVersionUID = 1L;

    private final String nextStep;

    /** @param what names the field or rule first: {@code amount: has 9 digits after the point} */
    public ShellProblem(String what, String nextStep) {
        super(what, null, false, false);
        this.nextStep = nextStep;
    }

    public static ShellProblem unknown(String thing, String id) {
        return new ShellProblem(thing + ".unknown: there is no " + thing + " " + id, "check the id");
    }

    static ShellProblem of(Refusal refusal) {
        return new ShellProblem(refusal.code() + ": " + refusal.message(), refusal.nextStep());
    }

    static ShellProblem of(CoreUnavailableException unavailable) {
        return new ShellProblem(
                "core: " + unavailable.getMessage(),
                unavailable.isNotExecuted()
                        ? "nothing was done; try again later"
                        : "whether it was done is unknown; restart the node and look");
    }

    static ShellProblem of(VaultException failure) {
        return new ShellProblem(
                "vault: " + failure.getMessage(),
                switch (failure.kind()) {
                    case ABSENT -> "make one with vault:create, or vault:restore from written words";
                    case SEALED -> "unseal it with vault:unseal";
                    case EXISTS -> "there is one already; vault:status shows its state";
                    case WRONG_PASSPHRASE -> "try again; nothing was changed";
                    case THROTTLED -> "wait a little, then try again";
                    case DAMAGED -> "put back a copy of the vault file, or vault:restore from written words";
                    case INVALID -> "correct what was typed and try again";
                    case STORAGE -> "look at the disk and the rights of the data folder, then try again";
                });
    }

    /** Says why a decision was not carried out, if it was not. */
    public static void demand(Optional<Refusal> refusal) throws ShellProblem {
        if (refusal.isPresent()) {
            throw of(refusal.get());
        }
    }

    /** What a request came to, or why it was not done. */
    public static <T> T done(Answer<T> answer) throws ShellProblem {
        if (answer instanceof Answer.Done<T> done) {
            return done.value();
        }
        if (answer instanceof Answer.Refused<T> refused) {
            throw of(refused.refusal());
        }
        throw new ShellProblem("key: was used for another request", "enter the command again");
    }

    String text() {
        return getMessage() + (nextStep.isEmpty() ? "" : "\n  next: " + nextStep);
    }
}
