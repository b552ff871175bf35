// SPDX-License-Identifier: Apache-2.0
/** Demo and drills: programs that use a node only as its clients and operators can. */
@NullMarked
package io.coffer.campaign;

import org.jspecify.annotations.NullMarked;
