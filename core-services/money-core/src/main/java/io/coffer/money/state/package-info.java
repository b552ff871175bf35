// SPDX-License-Identifier: Apache-2.0
/**
 * The one deterministic state machine: the same records give the same state, the same events and the same answers. It
 * reads no clock and no random number and does no I/O but for its id files.
 */
@NullMarked
package io.coffer.money.state;

import org.jspecify.annotations.NullMarked;
