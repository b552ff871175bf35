// SPDX-License-Identifier: Apache-2.0
/** Who may look at whom, read from the bundles as they are shipped. */
@NullMarked
package io.coffer.itests.architecture;

import org.jspecify.annotations.NullMarked;
