package dev.dbmigrate.faults;

/**
 * The counter of one step.
 *
 * @param ups how often the way up took effect
 * @param downs how often the way down did
 */
record Effect(int ups, int downs) {

    static final Effect NONE = new Effect(0, 0);

    /** Whether the step's effect stands: one more up than down. */
    boolean stands() {
        return ups - downs == 1;
    }
}
