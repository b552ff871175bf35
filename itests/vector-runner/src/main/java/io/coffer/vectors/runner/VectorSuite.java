// SPDX-License-Identifier: Apache-2.0
package io.coffer.vectors.runner;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Set;

/** Knows files of vectors. Found by the service loader. */
public interface VectorSuite {
    /** The names of the files, without a folder. */
    Set<String> files();

    /** Runs each case of a file. */
    void run(String file, JsonNode content, Cases cases) throws Exception;
}
