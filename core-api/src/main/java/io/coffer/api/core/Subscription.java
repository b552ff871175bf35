// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import org.osgi.annotation.versioning.ProviderType;

/** A running delivery of events. */
@ProviderType
public interface Subscription extends AutoCloseable {
    /** The position up to which the listener has returned. */
    long position();

    /** Ends the delivery and waits until the listener is not running, at most ten seconds. */
    @Override
    void close();
}
