// SPDX-License-Identifier: Apache-2.0
@NullMarked
package io.coffer.money.ids;

import org.jspecify.annotations.NullMarked;
