// SPDX-License-Identifier: Apache-2.0
/** Stands for the framework in the test of a component. */
@NullMarked
package io.coffer.testkit.osgi;

import org.jspecify.annotations.NullMarked;
