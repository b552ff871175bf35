// SPDX-License-Identifier: Apache-2.0
package io.coffer.rest;

import io.coffer.spi.money.Bytes;
import java.util.List;
import java.util.Map;

/**
 * One HTTP request as the server hands it over.
 *
 * @param path as sent, percent-encoded
 * @param query as sent, percent-encoded; empty if there is none
 * @param headers by lower-case name, in the order in which they were sent
 * @param id names this request in answers and logs
 */
record RestRequest(String method, String path, String query, Map<String, List<String>> headers, Bytes body, String id) {
    List<String> header(String lowerCaseName) {
        return headers.getOrDefault(lowerCaseName, List.of());
    }
}
