// SPDX-License-Identifier: Apache-2.0
package io.coffer.chain.evm.rpc;

import java.util.List;

/**
 * One question to a node.
 *
 * @param params text, flags, small numbers, or lists and maps of these
 */
public record Query(String method, List<Object> params) {
    public Query {
        params = List.copyOf(params);
    }

    public static Query of(String method, Object... params) {
        return new Query(method, List.of(params));
    }
}
