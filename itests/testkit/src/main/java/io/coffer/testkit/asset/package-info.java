// SPDX-License-Identifier: Apache-2.0
/** What every asset plugin must do: extend a suite in a test, and give it the fixture that it asks for. */
@NullMarked
package io.coffer.testkit.asset;

import org.jspecify.annotations.NullMarked;
