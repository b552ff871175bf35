// SPDX-License-Identifier: Apache-2.0
package io.coffer.baseline;

import aQute.bnd.differ.Baseline;
import aQute.bnd.differ.DiffPluginImpl;
import aQute.bnd.osgi.Instructions;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Processor;
import aQute.bnd.service.diff.Delta;
import aQute.bnd.version.Version;
import java.util.List;

/**
 * Compares the exported packages of two states of a bundle by the rules of OSGi's semantic versioning: what breaks
 * those who implement or call the older one needs a new package version that says so. Below 1.0.0, where those rules
 * demand nothing, every change of the API needs the next minor version.
 */
final class ApiBaseline {
    private ApiBaseline() {}

    /** One line for each package whose version does not say what changed in it; empty if all do. */
    static List<String> mismatches(Jar newer, Jar older) throws Exception {
        try (Processor reporter = new Processor()) {
            Baseline baseline = new Baseline(reporter, new DiffPluginImpl());
            return baseline.baseline(newer, older, new Instructions("*")).stream()
                    .filter(info -> info.newerVersion.compareTo(needed(info)) < 0)
                    .map(info -> info.packageName + ": " + info.packageDiff.getDelta() + " change, version "
                            + info.newerVersion + " must be at least " + needed(info))
                    .sorted()
                    .toList();
        }
    }

    private static Version needed(Baseline.Info info) {
        boolean first = info.olderVersion.getMajor() == 0;
        Delta delta = info.packageDiff.getDelta();
        boolean changed = delta == Delta.MAJOR || delta == Delta.MINOR || delta == Delta.REMOVED;
        if (first && changed) {
            return new Version(0, info.olderVersion.getMinor() + 1, 0);
        }
        return info.mismatch ? info.suggestedVersion : info.olderVersion;
    }
}
