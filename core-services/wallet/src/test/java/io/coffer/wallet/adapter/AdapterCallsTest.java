// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.coffer.spi.chain.ChainException;
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
}
