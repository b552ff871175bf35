// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.coffer.money.journal;

import org.jspecify.annotations.NullMarked;
