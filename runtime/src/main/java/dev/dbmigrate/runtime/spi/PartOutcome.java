package dev.dbmigrate.runtime.spi;

/** How a part that succeeded was recorded. */
public enum PartOutcome {
    /** The history's row was written in the migration's own transaction. */
    RECORDED_IN_HISTORY,
    /** The target's marker says so; the history is still to be told. */
    MARKED_ON_TARGET
}
