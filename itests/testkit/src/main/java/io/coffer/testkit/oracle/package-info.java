// SPDX-License-Identifier: Apache-2.0
/** What every price oracle must do: extend the suite in a test, and give it the fixture that it asks for. */
@NullMarked
package io.coffer.testkit.oracle;

import org.jspecify.annotations.NullMarked;
