package dev.dbmigrate.runtime.spi;

/**
 * One journaled step.
 *
 * @param index its place in the migration, from 0
 * @param name its name, or the statement's own text, shortened
 * @param state how far it is
 */
public record StepRecord(int index, String name, State state) {

    /** How far a step is. */
    public enum State {
        /** Begun; after a crash nobody knows how far it came. */
        RUNNING,
        /** Done. */
        DONE
    }
}
