// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ComplaintTest {
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            -32005 | query returned more than 10000 results
            -32602 | query returned more than 10000 results. Try with this block range [0x1, 0x2].
            -32600 | Log response size exceeded. You can make eth_getLogs requests with up to a 2K block range
            -32000 | block range is too wide
            -32000 | exceed maximum block range: 50000
            -32602 | eth_getLogs is limited to a 10,000 range
            -32005 | limit exceeded
            -32000 | logs matched by query exceeds limit of 10000
            -32602 | query exceeds max results 20000, retry with the range 1-2
            -32614 | eth_getLogs range is too large, max is 1k blocks
            -32008 | Response is too big
            -32000 | requested too many blocks from 1 to 9, maximum is set to 3
            -32003 | anything
            """)
    void knowsThatLessMaySucceed(int code, String words) {
        assertThat(Complaint.isTooMuch(code, words)).isTrue();
        assertThat(Complaint.isUnsupported(code, words)).isFalse();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            -32601 | Method not found
            -32601 | the method debug_traceBlockByHash does not exist/is not available
            -32004 | This method is not supported
            -32000 | debug_traceBlockByHash is not available on the Free tier
            -32600 | Unsupported method: trace_block
            """)
    void knowsAMethodThatIsNotThere(int code, String words) {
        assertThat(Complaint.isUnsupported(code, words)).isTrue();
        assertThat(Complaint.isTooMuch(code, words)).isFalse();
    }

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = '|', textBlock = """
            -32005 | daily request count exceeded, request rate limited
            -32005 | rate limit exceeded
            -32029 | Too many requests
            -32000 | header not found
            -32000 | execution timeout
            """)
    void doesNotMistakeAnotherErrorForOne(int code, String words) {
        assertThat(Complaint.isTooMuch(code, words)).isFalse();
        assertThat(Complaint.isUnsupported(code, words)).isFalse();
        assertThat(Complaint.isBatchTooLong(words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "Response is too big",
        "response too large",
        "Response size is larger than 150MB limit.",
        "response size exceeded"
    })
    void knowsThatTheAnswerItselfIsTooBig(String words) {
        assertThat(Complaint.isAnswerTooBig(words)).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "limit exceeded",
        "no backend is currently healthy",
        "query returned more than 10000 results",
        "block range is too wide",
        "daily request count exceeded",
        "request too large"
    })
    void takesNothingElseForAnAnswerThatIsTooBig(String words) {
        assertThat(Complaint.isAnswerTooBig(words)).isFalse();
    }

    @ParameterizedTest
    @CsvSource({
        "batch too large",
        "batch limit 1000 exceeded (can increase by --rpc.batch.limit)",
        "too many requests in batch: 11",
        "maximum batch size is 10"
    })
    void knowsABatchThatIsTooLong(String words) {
        assertThat(Complaint.isBatchTooLong(words)).isTrue();
    }
}
