// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.spi.chain.ChainException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.ref.WeakReference;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class AdapterCallsTest {
    private static final long LONG_MS = 60_000;
    private static final long SHORT_MS = 50;
    private static final long WAIT_LIMIT_S = 20;
    private static final InheritableThreadLocal<ClassLoader> INHERITED = new InheritableThreadLocal<>();

    private final CountDownLatch release = new CountDownLatch(1);
    private AdapterCalls calls = new AdapterCalls("test", 2, LONG_MS);

    @AfterEach
    void end() {
        release.countDown();
        calls.close();
    }

    private ChainException failure(Callable<?> work) {
        return catchThrowableOfType(ChainException.class, () -> calls.call("asked", work));
    }

    /** A call that ignores interrupts until the test lets it go. */
    private Callable<String> stubborn() {
        return () -> {
            boolean done = false;
            while (!done) {
                try {
                    release.await();
                    done = true;
                } catch (InterruptedException ignored) {
                    // A library that loops on would do the same.
                }
            }
            return "late";
        };
    }

    @Test
    void answersOnAThreadOfItsOwn() throws Exception {
        assertThat(calls.call("name", () -> Thread.currentThread().getName())).startsWith("test-");
    }

    @Test
    void interruptsACallWhoseTimeIsUp() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        ChainException late = catchThrowableOfType(
                ChainException.class,
                () -> calls.call("slow", SHORT_MS, () -> {
                    try {
                        release.await();
                    } catch (InterruptedException stop) {
                        interrupted.countDown();
                    }
                    return "";
                }));
        assertThat(late.kind()).isEqualTo(ChainException.Kind.TIMEOUT);
        assertThat(interrupted.await(WAIT_LIMIT_S, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void countsThreadsThatDoNotComeBackAndRefusesWhenNoneIsLeft() throws Exception {
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> calls.call("stuck", SHORT_MS, stubborn())).isInstanceOf(ChainException.class);
        }
        assertThat(calls.stuckThreads()).isEqualTo(2);
        assertThat(failure(() -> "")).hasMessageContaining("2 of them stuck");

        release.countDown();
        awaitNoneStuck();
        assertThat(calls.call("again", () -> "works")).isEqualTo("works");
    }

    private void awaitNoneStuck() throws Exception {
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_LIMIT_S);
        while (calls.stuckThreads() > 0) {
            assertThat(System.nanoTime()).isLessThan(limit);
            TimeUnit.MILLISECONDS.sleep(1);
        }
    }

    @Test
    void takesABugForGarbageWithoutKeepingTheThrowable() {
        ChainException failed = failure(() -> {
            throw new IllegalStateException("a bug");
        });
        assertThat(failed.kind()).isEqualTo(ChainException.Kind.GARBAGE);
        assertThat(failed).hasMessageContaining("IllegalStateException").hasNoCause();
    }

    @Test
    void takesAnErrorOfLinkageForGarbage() {
        ChainException failed = failure(() -> {
            throw new NoClassDefFoundError("gone");
        });
        assertThat(failed.kind()).isEqualTo(ChainException.Kind.GARBAGE);
    }

    @Test
    void takesNullForGarbage() {
        assertThat(failure(() -> null).kind()).isEqualTo(ChainException.Kind.GARBAGE);
    }

    @Test
    void passesOnWhatTheNodeDid() {
        ChainException failed = failure(() -> {
            throw new ChainException(ChainException.Kind.BEHIND, "at 5");
        });
        assertThat(failed.kind()).isEqualTo(ChainException.Kind.BEHIND);
        assertThat(failed).hasMessage("asked: at 5");
    }

    @Test
    void letsCallersGoWhenTheAdapterLeaves() throws Exception {
        CountDownLatch inside = new CountDownLatch(1);
        FutureTask<ChainException> caller = new FutureTask<>(() -> failure(() -> {
            inside.countDown();
            return stubborn().call();
        }));
        Thread thread = new Thread(caller);
        thread.start();
        assertThat(inside.await(WAIT_LIMIT_S, TimeUnit.SECONDS)).isTrue();
        calls.close();
        assertThat(caller.get(WAIT_LIMIT_S, TimeUnit.SECONDS)).hasMessageContaining("withdrawn");
        assertThat(failure(() -> "")).hasMessageContaining("withdrawn");
    }

    /** As a bundle's: it defines {@link Asker} itself, in a protection domain of its own. */
    private static final class PluginLoader extends ClassLoader {
        PluginLoader() {
            super(AdapterCallsTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.equals(Asker.class.getName())) {
                return super.loadClass(name, resolve);
            }
            try (InputStream file = getResourceAsStream(name.replace('.', '/') + ".class")) {
                byte[] bytes = Objects.requireNonNull(file, name).readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }
    }

    /** Something of an adapter that asks on its own stack. */
    public static final class Asker {
        private Asker() {}

        public static String ask(AdapterCalls calls) throws ChainException {
            return calls.call("asked", new ThreadName());
        }
    }

    /** Public, as {@link Asker} is of another loader. */
    public static final class ThreadName implements Callable<String> {
        @Override
        public String call() {
            return Thread.currentThread().getName();
        }
    }

    /** The first call of the pool, with a loader on the stack, in the thread locals and as the thread's own. */
    private WeakReference<ClassLoader> askFromAPlugin() throws Exception {
        ClassLoader plugin = new PluginLoader();
        Class<?> asker = plugin.loadClass(Asker.class.getName());
        assertThat(asker.getClassLoader()).isSameAs(plugin);
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(plugin);
        INHERITED.set(plugin);
        try {
            assertThat(asker.getMethod("ask", AdapterCalls.class).invoke(null, calls))
                    .isEqualTo("test-1");
        } finally {
            INHERITED.remove();
            Thread.currentThread().setContextClassLoader(before);
        }
        return new WeakReference<>(plugin);
    }

    @Test
    void aThreadKeepsNoClassLoaderOfTheStackThatItWasMadeOn() throws Exception {
        WeakReference<ClassLoader> plugin = askFromAPlugin();
        long limit = System.nanoTime() + TimeUnit.SECONDS.toNanos(WAIT_LIMIT_S);
        while (plugin.get() != null) {
            assertThat(System.nanoTime()).as("the loader is kept").isLessThan(limit);
            System.gc();
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertThat(calls.call("again", new ThreadName()))
                .as("the same thread lives on")
                .isEqualTo("test-1");
    }
}
