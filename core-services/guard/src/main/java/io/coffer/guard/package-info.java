// SPDX-License-Identifier: Apache-2.0
/**
 * The walls between the node and its plugins: OSGi's hooks for services and for resolving (core specification, chapters
 * 55 and 57). Every bundle that is not on the node's own list is a plugin.
 *
 * <p>They keep errors and curiosity out, not an enemy: who may run code in this process can reach around any wall in it.
 */
@NullMarked
package io.coffer.guard;

import org.jspecify.annotations.NullMarked;
