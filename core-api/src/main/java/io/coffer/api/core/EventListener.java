// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.core;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/** Receives events in order, on a thread of its own subscription. */
@ConsumerType
public interface EventListener {
    /**
     * All events of the commands from the last call's {@code position} on, up to and including {@code position}.
     *
     * @param events in order; may be empty where commands changed nothing
     * @throws RuntimeException ends the subscription
     */
    void onEvents(List<JournalEvent> events, long position);
}
