// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.DepositCommand;
import io.coffer.api.core.WithdrawalCommand;
import io.coffer.api.node.Halts.Kind;
import io.coffer.api.request.CommandId;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The chain did something that a person must judge before anything goes on. The message says what. */
public class HaltException extends Exception {
    private static final long serialVersionUID = 1L;
    /** As many hexadecimal digits as a person copies, and as tell apart what one chain stops for. */
    private static final int ID_DIGITS = 8;

    private final String id;
    private final Kind kind;
    private final transient DepositCommand.@Nullable Observe sighting;
    private final transient WithdrawalCommand.@Nullable Reopened reversal;

    /** @param subject what exactly it is about: the same subject has the same id */
    public HaltException(Kind kind, String subject, String message) {
        super(message);
        this.id = id(kind, subject);
        this.kind = kind;
        this.sighting = null;
        this.reversal = null;
    }

    /** The end of a withdrawal that the core refuses to take back. */
    HaltException(WithdrawalCommand.Reopened refused, String subject, String message) {
        super(message);
        this.kind = Kind.STEP_REFUSED;
        this.id = id(kind, subject);
        this.sighting = null;
        this.reversal = refused;
    }

    /** A movement that the core refuses to take notice of. */
    HaltException(DepositCommand.Observe refused, String message) {
        super(message);
        this.kind = Kind.SIGHTING_REFUSED;
        this.id = id(
                kind,
                refused.key().id() + " " + refused.block() + " "
                        + refused.amount().units());
        this.sighting = refused;
        this.reversal = null;
    }

    static String id(Kind kind, String subject) {
        return CommandId.of("halt", kind.name(), subject).toString().substring(0, ID_DIGITS);
    }

    /** Of exactly this kind and subject. */
    public String id() {
        return id;
    }

    public Kind kind() {
        return kind;
    }

    /** What was refused, if that is why. */
    public Optional<DepositCommand.Observe> sighting() {
        return Optional.ofNullable(sighting);
    }

    /** What was refused, if that is why. */
    public Optional<WithdrawalCommand.Reopened> reversal() {
        return Optional.ofNullable(reversal);
    }
}
