// SPDX-License-Identifier: Apache-2.0
/**
 * The client of a devnet node, and a template for adapters: settings that are checked, an address codec and a
 * transaction codec that ask nobody, a reader and a broadcaster that believe nobody.
 */
@NullMarked
package io.coffer.chain.devnet;

import org.jspecify.annotations.NullMarked;
