// SPDX-License-Identifier: Apache-2.0
package io.coffer.families;

import io.coffer.hd.Digests;
import io.coffer.hd.Secp256k1;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.TxId;
import io.coffer.spi.money.Amount;
import io.coffer.spi.money.Bytes;
import io.coffer.spi.money.NetworkAssetId;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * Signed Ethereum transfers in the bytes in which a chain carries them, and the way back: decoded in full, hashed to
 * their id, and with their recipient in its canonical spelling. Who signed is not recovered: that would take so long that
 * nothing else could be seen beside it.
 */
public final class EncodedTransfers {
    public static final ChainId CHAIN = new ChainId("eip155:1");
    private static final NetworkAssetId COIN = new NetworkAssetId("eip155:1/slip44:60");
    /** Of ten transfers, so many pay by EIP-1559. */
    private static final int DYNAMIC_OF_TEN = 8;

    private static final int DYNAMIC_TYPE = 2;
    private static final long LEGACY_V = 35;
    private static final BigInteger GAS = BigInteger.valueOf(21_000);
    private static final BigInteger HALF_N = Secp256k1.N.shiftRight(1);

    private EncodedTransfers() {}

    /** @param to 20 bytes */
    public static byte[] encode(RandomGenerator random, byte[] to) {
        BigInteger nonce = BigInteger.valueOf(random.nextInt(1, 100_000));
        BigInteger tip = BigInteger.valueOf(random.nextLong(1, 2_000_000_000L));
        BigInteger price = tip.add(BigInteger.valueOf(random.nextLong(1, 60_000_000_000L)));
        BigInteger value = BigInteger.valueOf(random.nextLong(1, Long.MAX_VALUE));
        long parity = random.nextLong(2);
        boolean dynamic = random.nextInt(10) < DYNAMIC_OF_TEN;
        List<Rlp> items = new ArrayList<>();
        if (dynamic) {
            items.addAll(List.of(Rlp.of(BigInteger.ONE), Rlp.of(nonce), Rlp.of(tip), Rlp.of(price)));
        } else {
            items.addAll(List.of(Rlp.of(nonce), Rlp.of(price)));
        }
        items.addAll(List.of(Rlp.of(GAS), new Rlp.Item(Bytes.of(to)), Rlp.of(value), new Rlp.Item(Bytes.EMPTY)));
        if (dynamic) {
            items.add(new Rlp.Sequence(List.of()));
        }
        items.add(Rlp.of(BigInteger.valueOf(dynamic ? parity : LEGACY_V + 2 + parity)));
        items.add(Rlp.of(below(Secp256k1.N, random)));
        items.add(Rlp.of(below(HALF_N, random)));
        byte[] list = Rlp.encode(new Rlp.Sequence(items));
        return dynamic ? typed(list) : list;
    }

    /** @throws UnreadableTransactionException never for what {@link #encode} made */
    public static Movement decode(byte[] encoded) throws UnreadableTransactionException {
        Eip155Transaction read = Eip155Transaction.signed(encoded).transaction();
        TxId id = new TxId("0x" + Bytes.of(Digests.keccak256(encoded)).toHex());
        return new Movement(id, 0, address(read.to().toArray()), Optional.empty(), new Amount(COIN, read.value()));
    }

    /** @param bytes 20 */
    public static Address address(byte[] bytes) {
        return new Address(CHAIN, Eip55.spell(bytes));
    }

    private static BigInteger below(BigInteger limit, RandomGenerator random) {
        byte[] digits = new byte[32];
        random.nextBytes(digits);
        return new BigInteger(1, digits).mod(limit.subtract(BigInteger.ONE)).add(BigInteger.ONE);
    }

    private static byte[] typed(byte[] list) {
        byte[] typed = new byte[list.length + 1];
        typed[0] = DYNAMIC_TYPE;
        System.arraycopy(list, 0, typed, 1, list.length);
        return typed;
    }
}
