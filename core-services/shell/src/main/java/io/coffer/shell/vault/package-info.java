// SPDX-License-Identifier: Apache-2.0
/** The vault: made, locked, unlocked. No command but {@code vault:create} shows a secret, and that once. */
@NullMarked
package io.coffer.shell.vault;

import org.jspecify.annotations.NullMarked;
