// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors;

import org.junit.platform.engine.FilterResult;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.TestTag;
import org.junit.platform.launcher.PostDiscoveryFilter;

/**
 * Leaves out the vector tests where there are no vectors and no CI that must have them: a machine of a user is not to
 * report tests as skipped. The test engine finds this by {@code META-INF/services}.
 */
public final class AbsentVectors implements PostDiscoveryFilter {
    private final boolean leftOut;

    /** For this machine. */
    public AbsentVectors() {
        this(SharedVectors.folder().isPresent(), "true".equals(System.getenv("CI")));
    }

    AbsentVectors(boolean present, boolean ci) {
        this.leftOut = !present && !ci;
    }

    @Override
    public FilterResult apply(TestDescriptor test) {
        boolean vectors = test.getTags().contains(TestTag.create(VectorTest.TAG));
        return FilterResult.includedIf(!(leftOut && vectors));
    }
}
