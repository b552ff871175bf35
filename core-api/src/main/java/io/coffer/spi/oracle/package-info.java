// SPDX-License-Identifier: Apache-2.0
/**
 * What a price plugin implements. It reports what it sees; whom to believe, and what to do when nobody reports, is for
 * the core to decide.
 *
 * <p>Owner: the integrator of a price source. The core calls it on threads of the core's own, several at once, each call
 * under a deadline. Prices are whole numbers of 10<sup>-18</sup>; nothing is ever a floating point number.
 */
@Export
@Version("0.1.0")
@NullMarked
package io.coffer.spi.oracle;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
