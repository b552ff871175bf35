// SPDX-License-Identifier: Apache-2.0
/** What clients ask of the wallet. */
@NullMarked
package io.coffer.wallet.request;

import org.jspecify.annotations.NullMarked;
