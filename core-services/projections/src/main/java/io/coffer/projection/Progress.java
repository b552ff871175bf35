// SPDX-License-Identifier: Apache-2.0
package io.coffer.projection;

import io.coffer.api.core.JournalEvent;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * How far a store is.
 *
 * @param position up to which everything is in it
 * @param proofPosition the last position that had events, 0 before the first
 * @param proof SHA-256 over those events: in another journal they differ at least by their time
 */
record Progress(long position, long proofPosition, String proof) {
    private static final String NO_PROOF = "0".repeat(64);

    static final Progress NONE = new Progress(0, 0, NO_PROOF);

    /** After which position to subscribe, so that what the proof is of comes once more. */
    long subscribeAfter() {
        return Math.max(0, proofPosition - 1);
    }

    /** How far the store is with these events, which end at {@code position}. */
    Progress with(List<JournalEvent> events, long position) {
        if (events.isEmpty()) {
            return new Progress(position, proofPosition, proof);
        }
        long last = events.get(events.size() - 1).position();
        return new Progress(position, last, proof(events, last));
    }

    /** Whether these events, from {@link #subscribeAfter} on, are of the journal that this store was made from. */
    boolean agreesWith(List<JournalEvent> events) {
        boolean nothingBetween =
                events.stream().allMatch(event -> event.position() == proofPosition || event.position() > position);
        return nothingBetween && (proofPosition == 0 || proof.equals(proof(events, proofPosition)));
    }

    private static String proof(List<JournalEvent> events, long position) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            events.stream()
                    .filter(event -> event.position() == position)
                    .forEach(event -> sha.update(event.toString().getBytes(StandardCharsets.UTF_8)));
            return HexFormat.of().formatHex(sha.digest());
        } catch (NoSuchAlgorithmException absent) {
            throw new IllegalStateException("every Java runtime has SHA-256", absent);
        }
    }
}
