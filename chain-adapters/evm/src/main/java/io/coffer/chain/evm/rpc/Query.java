// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import java.util.List;
import java.util.Set;

/**
 * One question to a node.
 *
 * @param params text, flags, small numbers, or lists and maps of these
 * @param details names of fields that are read out of the answer beside those that always are
 */
public record Query(String method, List<Object> params, Set<String> details) {
    public Query {
        params = List.copyOf(params);
        details = Set.copyOf(details);
    }

    public static Query of(String method, Object... params) {
        return new Query(method, List.of(params), Set.of());
    }

    /** The same question, of whose answer these fields are read as well. */
    public Query with(Set<String> moreDetails) {
        return new Query(method, params, moreDetails);
    }
}
