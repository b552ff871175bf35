// SPDX-License-Identifier: Apache-2.0
package io.coffer.plugin.call;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;

class BoundedBodyTest {
    private final Connection connection = new Connection();
    private final BoundedBody body = new BoundedBody(4);

    /** Of which it is seen whether it was broken off. */
    private static final class Connection implements Flow.Subscription {
        private boolean cancelled;

        @Override
        public void request(long count) {
            assertThat(count).isPositive();
        }

        @Override
        public void cancel() {
            cancelled = true;
        }
    }

    @Test
    void anAnswerAsLongAsTheLimitIsCollected() throws Exception {
        body.onSubscribe(connection);
        body.onNext(List.of(bytes(3), bytes(1)));
        body.onComplete();
        assertThat(body.getBody().toCompletableFuture().get()).hasSize(4);
        assertThat(connection.cancelled).isFalse();
    }

    @Test
    void oneByteMoreBreaksTheConnectionOff() {
        body.onSubscribe(connection);
        body.onNext(List.of(bytes(3), bytes(2), bytes(1)));
        body.onNext(List.of(bytes(1)));
        body.onComplete();
        assertThatThrownBy(() -> body.getBody().toCompletableFuture().get())
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(BoundedBody.TooLong.class);
        assertThat(connection.cancelled).isTrue();
    }

    @Test
    void aBrokenConnectionIsPassedOn() {
        body.onSubscribe(connection);
        body.onError(new IOException("broken"));
        assertThatThrownBy(() -> body.getBody().toCompletableFuture().get()).hasRootCauseMessage("broken");
    }

    private static ByteBuffer bytes(int count) {
        return ByteBuffer.wrap(new byte[count]);
    }
}
