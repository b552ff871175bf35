// SPDX-License-Identifier: Apache-2.0
package io.coffer.spi.chain;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Transactions of one chain as bytes. Pure: no node is asked. Malformed bytes are an IllegalArgumentException.
 *
 * <p>The signing service has codecs of its own for the families that it knows and then asks this one nothing.
 */
@ConsumerType
public interface TransactionCodec {
    DecodedTx decode(UnsignedTx transaction);

    DecodedTx decode(SignedTx transaction);

    List<SigningPayload> payloads(UnsignedTx transaction);

    SignedTx combine(UnsignedTx transaction, List<PayloadSignature> signatures);
}
