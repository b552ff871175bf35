// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.BeforeTestExecutionCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Writes the number of cases of each vector test that passed beside the test reports, where the launcher adds up. */
final class CountedCases implements BeforeTestExecutionCallback, AfterTestExecutionCallback {
    /** In the module's folder; one line for each test: the number, a space, the test. */
    static final Path REPORT = Path.of("target", "surefire-reports", "vectors.txt");

    private static final ThreadLocal<Integer> CASES = ThreadLocal.withInitial(() -> 0);

    static void add(int cases) {
        CASES.set(Math.addExact(CASES.get(), cases));
    }

    @Override
    public void beforeTestExecution(ExtensionContext context) {
        CASES.remove();
    }

    @Override
    public void afterTestExecution(ExtensionContext context) throws IOException {
        int cases = CASES.get();
        CASES.remove();
        if (context.getExecutionException().isPresent()) {
            return;
        }
        String test = context.getRequiredTestClass().getName() + "."
                + context.getRequiredTestMethod().getName();
        if (cases == 0) {
            throw new AssertionError(test + " does not say how many cases of the vectors it went through");
        }
        Path report = Path.of(System.getProperty("basedir", "")).resolve(REPORT);
        Files.createDirectories(report.getParent());
        Files.writeString(report, cases + " " + test + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    }
}
