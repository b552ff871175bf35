// SPDX-License-Identifier: Apache-2.0
package io.coffer.wallet.scan;

import io.coffer.api.core.MoneyCore;
import io.coffer.api.core.MoneyState;
import io.coffer.api.wallet.KeyPurpose;
import io.coffer.api.wallet.KeyRef;
import io.coffer.api.wallet.OwnAddress;
import io.coffer.spi.chain.Address;
import io.coffer.spi.chain.BlockEvent;
import io.coffer.spi.chain.ChainId;
import io.coffer.spi.chain.Movement;
import io.coffer.spi.chain.PublicKey;
import io.coffer.spi.money.Bytes;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntFunction;

/**
 * The wallet's own table of watched addresses, filled and asked as a scan does it. Instead of a money core there is one
 * that makes up each address when it is asked for it, so that the table is all that stays in memory.
 */
public final class WatchTable {
    private static final int COIN_TYPE = 60;
    private static final PublicKey ANY_KEY = new PublicKey(PublicKey.Curve.SECP256K1, Bytes.of(new byte[33]));

    private final WatchedAddresses watched;

    /** Takes up addresses 0 to {@code count}-1, page by page, as a scan does at the start. */
    public WatchTable(ChainId chain, int count, IntFunction<Address> addresses, long seed) {
        this.watched = new WatchedAddresses(chain, core(chain, count, addresses), seed, Long.rotateLeft(seed, 17));
        watched.catchUp();
    }

    public long size() {
        return watched.size();
    }

    /** What {@link BlockIntake} does with a page of blocks before the core is asked: the movements that may be to us. */
    public List<Movement> candidates(List<BlockEvent.Added> blocks) {
        watched.catchUp();
        List<Movement> candidates = new ArrayList<>();
        for (BlockEvent.Added block : blocks) {
            for (Movement movement : block.movements()) {
                if (!movement.amount().isZero() && watched.mayContain(movement.to())) {
                    candidates.add(movement);
                }
            }
        }
        return candidates;
    }

    private static MoneyCore core(ChainId chain, int count, IntFunction<Address> addresses) {
        MoneyState state = answering(MoneyState.class, (method, arguments) -> {
            if (method.getName().equals("addresses") && arguments.length == 4) {
                int from = (Integer) arguments[2];
                int limit = (Integer) arguments[3];
                return page(chain, (KeyPurpose) arguments[1], from, Math.min(count, from + limit), addresses);
            }
            throw new UnsupportedOperationException(method.toString());
        });
        return answering(MoneyCore.class, (method, arguments) -> {
            if (method.getName().equals("read")) {
                return query(arguments[0]).apply(state);
            }
            throw new UnsupportedOperationException(method.toString());
        });
    }

    private static List<OwnAddress> page(
            ChainId chain, KeyPurpose purpose, int from, int until, IntFunction<Address> addresses) {
        List<OwnAddress> page = new ArrayList<>();
        if (purpose == KeyPurpose.DEPOSIT) {
            for (int index = from; index < until; index++) {
                KeyRef key = new KeyRef(chain, COIN_TYPE, purpose, index);
                page.add(new OwnAddress(addresses.apply(index), key, ANY_KEY, Optional.empty()));
            }
        }
        return page;
    }

    @SuppressWarnings("unchecked") // as MoneyCore.read declares it
    private static Function<MoneyState, Object> query(Object argument) {
        return (Function<MoneyState, Object>) argument;
    }

    /** What is done for a call of one of the two interfaces. */
    @FunctionalInterface
    private interface Reaction {
        Object to(Method method, Object[] arguments);
    }

    /** Only what is asked here is answered: the interfaces have much more, which the table has no business with. */
    private static <T> T answering(Class<T> type, Reaction reaction) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(),
                new Class<?>[] {type},
                (proxy, method, arguments) -> reaction.to(method, arguments)));
    }
}
