// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * A test that goes through {@link SharedVectors} and says with {@link SharedVectors#ran} how many cases there were.
 *
 * <p>Without the vectors it is left out, as if it were not written, unless the environment says {@code CI=true}: then
 * it fails.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@Tag(VectorTest.TAG)
@ExtendWith(CountedCases.class)
@Test
public @interface VectorTest {
    /** What such tests are tagged with. */
    String TAG = "vectors";
}
