// SPDX-License-Identifier: Apache-2.0
/**
 * What all commands of the operator share: the way to the node's services, tables, JSON, errors, secrets.
 *
 * <p>Each command is a class of its own in the package of its scope. One instance serves one call.
 */
@NullMarked
package io.coffer.shell;

import org.jspecify.annotations.NullMarked;
