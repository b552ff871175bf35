// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

/**
 * What is kept of an applied id.
 *
 * @param fingerprint of the command's body, to tell a repeat from another command under the same id
 * @param position of the record that applied it
 */
public record AppliedId(long fingerprint, long position) {}
