// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.settings;

import io.coffer.spi.chain.ChainId;
import java.util.Optional;

/** A setting that cannot be used. The message names key and value. */
public class BadSettingException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Optional<String> chain;

    BadSettingException(String key, String value, String rule) {
        this(Optional.empty(), key + "=" + value + ": " + rule);
    }

    private BadSettingException(Optional<String> chain, String message) {
        super(message);
        this.chain = chain;
    }

    BadSettingException of(ChainId whose) {
        return new BadSettingException(Optional.of(whose.caip2()), String.valueOf(getMessage()));
    }

    /** The chain that it is a setting of, if that much could be read. */
    public Optional<ChainId> chain() {
        return chain.map(ChainId::new);
    }
}
