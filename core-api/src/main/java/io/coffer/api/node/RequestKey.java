// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import io.coffer.api.request.CommandId;

/**
 * Makes a request repeatable: the same key does the same thing once.
 *
 * @param id derived from the caller and the idempotency key
 * @param fingerprint of the request's content: the first eight bytes of its SHA-256
 */
public record RequestKey(CommandId id, long fingerprint) {}
