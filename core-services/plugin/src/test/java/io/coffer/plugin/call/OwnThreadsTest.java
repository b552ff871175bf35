// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.coffer.spi.chain.ChainException;
import io.coffer.spi.chain.ChainException.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class OwnThreadsTest {
    /** Threads and places to wait. */
    private static final int MOST_CALLS = 8 + 64;

    private final OwnThreads threads = new OwnThreads("own", "the node", System::nanoTime);
    private final ExecutorService core = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.close();
        core.shutdownNow();
    }

    @Test
    void workIsDoneOnThreadsOfTheBundle() throws Exception {
        String name = threads.run(deadline -> Thread.currentThread().getName());
        assertThat(name).startsWith("own-call-");
    }

    @Test
    void whatAnswersIsPassedOnAsItIs() {
        failsAs(
                Kind.BEHIND,
                () -> threads.run(deadline -> {
                    throw new ChainException(Kind.BEHIND, "behind");
                }));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> threads.run(deadline -> {
                    throw new IllegalArgumentException("argument");
                }));
        assertThatThrownBy(() -> threads.run(deadline -> {
                    throw new StackOverflowError();
                }))
                .isInstanceOf(StackOverflowError.class);
    }

    @Test
    void oneCallTooManyIsRefusedAndAllEndWithTheAdapter() throws Exception {
        CountDownLatch begun = new CountDownLatch(8);
        CountDownLatch never = new CountDownLatch(1);
        List<Future<String>> calls = new ArrayList<>();
        AtomicLong refused = new AtomicLong();
        CountDownLatch overflow = new CountDownLatch(1);
        for (int i = 0; i < MOST_CALLS + 1; i++) {
            calls.add(core.submit(() -> {
                try {
                    return threads.run(deadline -> {
                        begun.countDown();
                        await(never);
                        return "";
                    });
                } catch (ChainException failed) {
                    if (failed.kind() == Kind.TIMEOUT && refused.incrementAndGet() == 1) {
                        overflow.countDown();
                    }
                    throw failed;
                }
            }));
        }
        begun.await();
        overflow.await();
        threads.close();
        for (Future<String> call : calls) {
            assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(ChainException.class);
        }
        assertThat(refused).hasValue(1);
        failsAs(Kind.UNREACHABLE, () -> threads.run(deadline -> ""));
    }

    @Test
    void whatTheClientRejectsWhileTheAdapterIsClosedIsNoFaultOfTheCaller() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Future<String> call = core.submit(() -> threads.run(deadline -> {
            begun.countDown();
            while (true) {
                threads.client().execute(() -> {});
                Thread.onSpinWait();
            }
        }));
        begun.await();
        threads.close();
        assertThatThrownBy(() -> call.get(5, TimeUnit.SECONDS))
                .cause()
                .isInstanceOfSatisfying(
                        ChainException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(Kind.UNREACHABLE))
                .hasMessage("the adapter is closed");
    }

    @Test
    void whatAnotherRejectsIsPassedOnAsItIs() {
        assertThatThrownBy(() -> threads.run(deadline -> {
                    throw new RejectedExecutionException("another");
                }))
                .isInstanceOf(RejectedExecutionException.class)
                .hasMessage("another");
    }

    @Test
    void aDeadlineCountsDown() {
        AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 5);
        Deadline deadline = new Deadline(nanos::get, 1_000);
        assertThat(deadline.leftMs()).isEqualTo(1_000);
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(deadline.leftMs()).isEqualTo(500);
        assertThat(deadline.isHalfOver()).isFalse();
        nanos.addAndGet(1);
        assertThat(deadline.isHalfOver()).isTrue();
        nanos.addAndGet(TimeUnit.MILLISECONDS.toNanos(600));
        assertThat(deadline.leftMs()).isZero();
    }

    @Test
    void theClientHasThreadsOfTheBundleToo() throws Exception {
        CountDownLatch done = new CountDownLatch(1);
        List<String> names = new ArrayList<>();
        threads.client().execute(() -> {
            names.add(Thread.currentThread().getName());
            done.countDown();
        });
        assertThat(done.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(names).singleElement().asString().startsWith("own-http-");
    }

    private static void failsAs(Kind kind, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        ChainException.class,
                        failed -> assertThat(failed.kind()).isEqualTo(kind));
    }

    private static void await(CountDownLatch latch) throws ChainException {
        try {
            latch.await();
        } catch (InterruptedException ended) {
            throw new ChainException(Kind.UNREACHABLE, "ended");
        }
    }
}
