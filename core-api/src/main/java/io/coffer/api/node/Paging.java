// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import java.util.Optional;

/**
 * Which part of a list is asked for.
 *
 * @param after the {@link HistoryPage#next} of the page before, or empty for the first page
 * @param limit entries of one page, 1 to {@link #MAX_LIMIT}
 */
public record Paging(Optional<Place> after, int limit, Order order) {
    public static final int MAX_LIMIT = 1_000;

    /** By the place of each entry. */
    public enum Order {
        OLDEST_FIRST,
        NEWEST_FIRST
    }

    public Paging {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new IllegalArgumentException("limit: " + limit + " is not within 1.." + MAX_LIMIT);
        }
    }

    /** The first page, oldest first. */
    public static Paging first(int limit) {
        return new Paging(Optional.empty(), limit, Order.OLDEST_FIRST);
    }

    /** The first page, newest first. */
    public static Paging newest(int limit) {
        return new Paging(Optional.empty(), limit, Order.NEWEST_FIRST);
    }

    /** As this, but going on after an entry. */
    public Paging after(Place place) {
        return new Paging(Optional.of(place), limit, order);
    }
}
