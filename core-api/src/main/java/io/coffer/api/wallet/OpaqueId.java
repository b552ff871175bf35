// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.wallet;

import java.util.regex.Pattern;

/** The form that all opaque ids share. */
final class OpaqueId {
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{1,64}");

    private OpaqueId() {}

    static void require(String field, String text) {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException(field + ": not 1..64 characters of A-Z a-z 0-9 _ -");
        }
    }
}
