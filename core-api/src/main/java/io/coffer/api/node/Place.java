// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where something happened in the journal. Places order everything that ever happened, and never change.
 *
 * @param position of the command, from 1
 * @param index among the events of that command, from 0
 */
public record Place(long position, int index) implements Comparable<Place> {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,17})-(0|[1-9][0-9]{0,8})");
    private static final Comparator<Place> ORDER =
            Comparator.comparingLong(Place::position).thenComparingInt(Place::index);

    public Place {
        if (position < 1 || index < 0) {
            throw new IllegalArgumentException("place: position is less than 1 or index is negative");
        }
    }

    /**
     * Reads what {@link #toString} gives.
     *
     * @throws IllegalArgumentException if it is anything else
     */
    public static Place parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("place: is not of the form position-index");
        }
        return new Place(Long.parseLong(matcher.group(1)), Integer.parseInt(matcher.group(2)));
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }

    /** Such as {@code 1204-0}; clients may keep it as the cursor of a page. */
    @Override
    public String toString() {
        return position + "-" + index;
    }
}
