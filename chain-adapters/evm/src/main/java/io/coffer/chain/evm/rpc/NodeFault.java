// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import io.coffer.spi.chain.ChainException;
import java.io.IOException;

/** The exchange with the node failed. It stays within this bundle; the core gets a ChainException instead. */
public final class NodeFault extends IOException {
    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Cause {
        /** No connection could be made. */
        REFUSED_CONNECTION(ChainException.Kind.UNREACHABLE),
        /** A connection broke; a pooled one may just have been too old. */
        BROKEN_CONNECTION(ChainException.Kind.UNREACHABLE),
        /** A status other than 200. */
        HTTP_STATUS(ChainException.Kind.UNREACHABLE),
        NO_TIME_LEFT(ChainException.Kind.TIMEOUT),
        /** The answer is longer than allowed: fewer things must be asked for at once. */
        TOO_LONG(ChainException.Kind.GARBAGE),
        NOT_JSON_RPC(ChainException.Kind.GARBAGE),
        /** The node takes batches, but not such long ones. */
        BATCH_TOO_LONG(ChainException.Kind.REFUSED),
        /** The node answered a batch with a single error. */
        BATCH_REFUSED(ChainException.Kind.REFUSED);

        private final ChainException.Kind kind;

        Cause(ChainException.Kind kind) {
            this.kind = kind;
        }
    }

    private final Cause reason;

    NodeFault(Cause reason, String message) {
        super(message);
        this.reason = reason;
    }

    /** The node itself says that it will not send so much at once. */
    public static NodeFault tooLong(String message) {
        return new NodeFault(Cause.TOO_LONG, message);
    }

    public Cause reason() {
        return reason;
    }

    /** The same for the core, without a class of this bundle in it: a logged one would keep the bundle in memory. */
    public ChainException asChainException() {
        return new ChainException(reason.kind, String.valueOf(getMessage()));
    }
}
