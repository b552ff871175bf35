// SPDX-License-Identifier: Apache-2.0
/** The distribution, booted. */
@NullMarked
package io.coffer.itests.karaf;

import org.jspecify.annotations.NullMarked;
