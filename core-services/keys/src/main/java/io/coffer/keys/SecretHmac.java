// SPDX-License-Identifier: Apache-2.0
package io.coffer.keys;

import org.bouncycastle.crypto.Digest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.digests.SHA512Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** HMAC (RFC 2104) that forgets its key when it is closed. For one thread. */
final class SecretHmac implements AutoCloseable {
    private final HMac hmac;

    private SecretHmac(Digest digest, byte[] key) {
        hmac = new HMac(digest);
        KeyParameter copy = new KeyParameter(key);
        hmac.init(copy);
        Secrets.wipe(copy.getKey());
    }

    static SecretHmac sha256(byte[] key) {
        return new SecretHmac(new SHA256Digest(), key);
    }

    static SecretHmac sha512(byte[] key) {
        return new SecretHmac(new SHA512Digest(), key);
    }

    /** The code of the parts, one after another. */
    byte[] of(byte[]... parts) {
        byte[] code = new byte[hmac.getMacSize()];
        for (byte[] part : parts) {
            hmac.update(part, 0, part.length);
        }
        hmac.doFinal(code, 0);
        return code;
    }

    /** Overwrites the two pads, which are the key in disguise. */
    @Override
    public void close() {
        hmac.init(new KeyParameter(new byte[hmac.getMacSize()]));
    }
}
