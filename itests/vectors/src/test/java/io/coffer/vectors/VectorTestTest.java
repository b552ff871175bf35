// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.core.LauncherConfig;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;
import org.junit.platform.launcher.listeners.SummaryGeneratingListener;
import org.junit.platform.launcher.listeners.TestExecutionSummary;

class VectorTestTest {
    private final String basedir = System.getProperty("basedir", "");

    @AfterEach
    void restore() {
        System.setProperty("basedir", basedir);
        System.clearProperty(SharedVectors.FOLDER_PROPERTY);
    }

    /** Run by the tests below; its name keeps it from being run by itself. */
    static class Sample {
        @VectorTest
        void counts() {
            SharedVectors.ran(3);
            SharedVectors.ran(4);
        }

        @VectorTest
        void doesNotCount() {}

        @VectorTest
        void reads() {
            SharedVectors.ran(SharedVectors.crypto("bip32.json").size());
        }

        @Test
        void needsNoVectors() {}
    }

    private static TestExecutionSummary run(boolean present, boolean ci) {
        LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
                .selectors(selectClass(Sample.class))
                .filters(new AbsentVectors(present, ci))
                .build();
        SummaryGeneratingListener summary = new SummaryGeneratingListener();
        LauncherConfig config = LauncherConfig.builder()
                .enablePostDiscoveryFilterAutoRegistration(false)
                .build();
        LauncherFactory.create(config).execute(request, summary);
        return summary.getSummary();
    }

    @ParameterizedTest
    @CsvSource({"true,false,4", "true,true,4", "false,true,4", "false,false,1"})
    void areLeftOutOnlyWithoutVectorsAndCi(boolean present, boolean ci, int found, @TempDir Path folder) {
        System.setProperty("basedir", folder.toString());
        TestExecutionSummary summary = run(present, ci);
        assertThat(summary.getTestsFoundCount()).isEqualTo(found);
        assertThat(summary.getTestsSkippedCount()).isZero();
    }

    @Test
    void aTestThatNamesNoCasesFailsAndIsNotCounted(@TempDir Path folder) throws Exception {
        System.setProperty("basedir", folder.toString());
        System.setProperty(SharedVectors.FOLDER_PROPERTY, folder.resolve("none").toString());
        TestExecutionSummary summary = run(false, true);
        assertThat(summary.getFailures())
                .extracting(failure -> failure.getException().getMessage())
                .anySatisfy(message -> assertThat(message).contains("doesNotCount", "does not say how many"))
                .anySatisfy(message -> assertThat(message).contains("vectors are absent", "CI=true"));
        assertThat(Files.readString(folder.resolve(CountedCases.REPORT)))
                .isEqualTo("7 io.coffer.vectors.VectorTestTest$Sample.counts\n");
    }

    @Test
    void noCasesAreNoTest() {
        assertThatThrownBy(() -> SharedVectors.ran(0)).hasMessageContaining("no case");
    }
}
