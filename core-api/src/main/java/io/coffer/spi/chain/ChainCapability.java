// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import org.osgi.annotation.versioning.ConsumerType;

/** Something that only some chains can do; asked for by {@link ChainAdapter#capability}. */
@ConsumerType
public interface ChainCapability {}
