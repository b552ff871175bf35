// SPDX-License-Identifier: Apache-2.0
package io.coffer.money.ids;

import static org.assertj.core.api.Assertions.assertThat;

import io.coffer.money.journal.NoSpaceException;
import io.coffer.money.journal.SimulatedStorage;
import io.coffer.money.journal.Storage;
import io.coffer.money.journal.StorageFile;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A disk that is nearly full: what can wait, waits, and no id is forgotten. */
class AppliedIdsSpaceTest {
    private static final AppliedIds.Options OPTIONS = new AppliedIds.Options(128, 4, 1 << 20);

    private final SimulatedStorage storage = new SimulatedStorage();
    private boolean full;
    private int refusals;

    private static void add(AppliedIds ids, int from, int to) throws IOException {
        for (int i = from; i < to; i++) {
            assertThat(ids.find(i * 31L, i)).isEmpty();
            ids.add(i * 31L, i, i, i);
        }
    }

    private static void demandAll(AppliedIds ids, int count) throws IOException {
        assertThat(ids.count()).isEqualTo(count);
        for (int i = 0; i < count; i++) {
            assertThat(ids.find(i * 31L, i)).contains(new AppliedId(i, i));
        }
    }

    @Test
    void mergesWaitUntilThereIsSpace() throws IOException {
        // Room for spills, but not for as much beside them as merges must leave free.
        storage.capacity(16 << 20);
        try (AppliedIds ids = AppliedIds.empty(storage, OPTIONS, "a")) {
            add(ids, 0, 5_000);
            assertThat(storage.list()).as("one file for each spill").hasSizeGreaterThan(30);
            demandAll(ids, 5_000);

            storage.capacity(Long.MAX_VALUE);
            add(ids, 5_000, 12_000);
            AppliedIds.sweep(storage, List.of(ids), Set.of());
            assertThat(storage.list()).as("merged files").hasSizeLessThan(20);
            demandAll(ids, 12_000);
        }
    }

    /** The disk, which has no space for merged files while {@link #full}. */
    private Storage fullForMerges() {
        return proxy(Storage.class, (self, method, arguments) -> {
            Object answer = call(storage, method, arguments);
            boolean merged = method.getName().equals("create")
                    && !String.valueOf(arguments[0]).startsWith("ids-00");
            return merged ? fullFile((StorageFile) answer) : answer;
        });
    }

    private StorageFile fullFile(StorageFile file) {
        return proxy(StorageFile.class, (self, method, arguments) -> {
            if (full && method.getName().equals("write")) {
                refusals++;
                throw new NoSpaceException("no space for a merge");
            }
            return call(file, method, arguments);
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException failed) {
            throw failed.getCause();
        }
    }

    @Test
    void aMergeThatRunsOutOfSpaceIsGivenUpAndBegunAnew() throws IOException {
        int count = 0;
        try (AppliedIds ids = AppliedIds.empty(fullForMerges(), OPTIONS, "a")) {
            for (int round = 0; round < 12; round++) {
                add(ids, count, count + 900);
                count += 900;
                full = !full;
            }
            full = false;
            add(ids, count, count + 3_000);
            count += 3_000;

            assertThat(refusals).isGreaterThan(3);
            demandAll(ids, count);
            ids.verify();
            AppliedIds.sweep(storage, List.of(ids), Set.of());
            assertThat(storage.list()).as("merged files").hasSizeLessThan(25);
        }
    }
}
