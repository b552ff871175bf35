// SPDX-License-Identifier: Apache-2.0
/** One supervisor for each chain, and the wallet service that they make up together. */
@NullMarked
package io.coffer.wallet.supervise;

import org.jspecify.annotations.NullMarked;
