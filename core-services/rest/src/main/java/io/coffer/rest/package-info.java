// SPDX-License-Identifier: Apache-2.0
/**
 * The HTTP API: a router of our own in one servlet, which translates requests into calls of the node's services.
 *
 * <p>{@link RestApi} is plain Java and runs without OSGi and without a server; {@link RestComponent} puts it on the
 * HTTP whiteboard.
 */
@NullMarked
package io.coffer.rest;

import org.jspecify.annotations.NullMarked;
