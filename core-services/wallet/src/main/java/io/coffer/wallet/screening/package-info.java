// SPDX-License-Identifier: Apache-2.0
/** Where a screening service is to be plugged in. */
@NullMarked
package io.coffer.wallet.screening;

import org.jspecify.annotations.NullMarked;
