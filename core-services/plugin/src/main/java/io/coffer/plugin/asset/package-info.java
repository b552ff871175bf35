// SPDX-License-Identifier: Apache-2.0
/**
 * What the files of all assets have in common. Apart, so that a plugin that brings none does not import the SPI of assets.
 *
 * <p>Owner: the plugins that embed it.
 */
@NullMarked
package io.coffer.plugin.asset;

import org.jspecify.annotations.NullMarked;
