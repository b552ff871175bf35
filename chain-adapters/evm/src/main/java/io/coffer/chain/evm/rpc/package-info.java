// SPDX-License-Identifier: Apache-2.0
/** JSON-RPC over HTTP to one node that is not trusted: limits, deadlines, threads, and strict reading of answers. */
@NullMarked
package io.coffer.chain.evm.rpc;

import org.jspecify.annotations.NullMarked;
