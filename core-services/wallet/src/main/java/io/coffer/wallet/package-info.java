// SPDX-License-Identifier: Apache-2.0
/** The wallet service as the framework sees it. */
@NullMarked
package io.coffer.wallet;

import org.jspecify.annotations.NullMarked;
