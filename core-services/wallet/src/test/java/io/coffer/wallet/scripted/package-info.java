// SPDX-License-Identifier: Apache-2.0
/** A chain in memory that does what a test tells it to, faults included, behind the same SPI as real ones. */
package io.coffer.wallet.scripted;
