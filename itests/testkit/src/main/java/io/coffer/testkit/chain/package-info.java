// SPDX-License-Identifier: Apache-2.0
/** What every chain adapter must do: extend a suite in a test, and give it the fixture that it asks for. */
@NullMarked
package io.coffer.testkit.chain;

import org.jspecify.annotations.NullMarked;
