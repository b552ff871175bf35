// SPDX-License-Identifier: Apache-2.0
package io.coffer.signing;

/** A transaction does something else than was approved. */
class MismatchException extends Exception {
    private static final long serialVersionUID = 1L;

    MismatchException(String detail) {
        super(detail);
    }

    static void require(boolean holds, String detail) throws MismatchException {
        if (!holds) {
            throw new MismatchException(detail);
        }
    }
}
