// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.node.History;
import io.coffer.api.node.HistoryPage;
import io.coffer.api.node.HistoryUnavailableException;
import io.coffer.api.node.Paging;
import io.coffer.api.node.Place;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/** What the tests do with histories. */
final class Running {
    static final Following.Pauses SHORT = new Following.Pauses(10, 50, 5_000);
    static final long LIMIT_MS = 60_000;

    private Running() {}

    /** A seed that the test prints, or the one that {@code -Dseed} asks for. */
    static long seed(String test) {
        long seed = Long.getLong("seed", new Random().nextLong());
        System.out.println(test + ": -Dseed=" + seed);
        return seed;
    }

    static SqlHistory open(Path file, MoneyCore core) {
        return SqlHistory.open(file, core, SHORT);
    }

    static void catchUp(History history, MoneyCore core) throws InterruptedException {
        assertThat(history.awaitPosition(core.status().position(), LIMIT_MS))
                .as("%s", history.status())
                .isTrue();
    }

    /** Lets a history take everything and closes it. */
    static void build(Path file, MoneyCore core) throws InterruptedException {
        try (SqlHistory history = open(file, core)) {
            catchUp(history, core);
        }
    }

    /** Every row of a closed store, by table. */
    static Map<String, List<String>> rows(Path file) throws Exception {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        try (StoreDump dump = StoreDump.open(file, Long.MAX_VALUE)) {
            for (String table : StoreDump.tables()) {
                List<String> lines = new ArrayList<>();
                dump.forEach(table, lines::add);
                rows.put(table, lines);
            }
            List<String> sums = new ArrayList<>();
            dump.forEachSum(sums::add);
            rows.put("sums", sums);
        }
        return rows;
    }

    /** One page. */
    interface Page<T> {
        HistoryPage<T> read(Paging paging) throws HistoryUnavailableException;
    }

    /** All of a list, page by page. */
    static <T> List<T> all(Page<T> pages, Paging first) throws HistoryUnavailableException {
        List<T> all = new ArrayList<>();
        HistoryPage<T> page = pages.read(first);
        all.addAll(page.items());
        Optional<Place> next = page.next();
        while (next.isPresent()) {
            assertThat(page.items()).hasSize(first.limit());
            page = pages.read(first.after(next.get()));
            all.addAll(page.items());
            next = page.next();
        }
        return all;
    }
}
