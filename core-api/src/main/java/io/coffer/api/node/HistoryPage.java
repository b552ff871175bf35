// SPDX-License-Identifier: Apache-2.0
package io.coffer.api.node;

import java.util.List;
import java.util.Optional;

/**
 * A part of a list as it was at one journal position.
 *
 * @param next where the next page begins; empty if nothing followed
 * @param position the journal position that was read; later pages may be of a later one, but no entry moves between
 *     pages
 */
public record HistoryPage<T>(List<T> items, Optional<Place> next, long position) {
    public HistoryPage {
        items = List.copyOf(items);
    }
}
