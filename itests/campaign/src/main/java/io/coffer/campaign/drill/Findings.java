// SPDX-License-Identifier: Apache-2.0
package io.coffer.campaign.drill;

/** What a checker found, each with a line of its own on the console. */
final class Findings {
    private int lost;
    private int doubled;
    private int unbalanced;

    void lost(String what) {
        lost++;
        System.out.println("LOST " + what);
    }

    void doubled(String what) {
        doubled++;
        System.out.println("DOUBLED " + what);
    }

    void unbalanced(String what) {
        unbalanced++;
        System.out.println("UNBALANCED " + what);
    }

    /** Adds what another checker found. */
    void add(Findings other) {
        lost += other.lost;
        doubled += other.doubled;
        unbalanced += other.unbalanced;
    }

    /** What is lost and what is doubled; both are at stake when something moves in mid stream. */
    String lostAndDoubled() {
        return "lost=" + lost + " doubled=" + doubled;
    }

    boolean isClean() {
        return lost + doubled + unbalanced == 0;
    }

    String figures() {
        return "lost=" + lost + " doubled=" + doubled + " unbalanced=" + unbalanced;
    }
}
