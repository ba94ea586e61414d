package dev.dbmigrate.annotations;

/** The part that a migration plays in a change without downtime (expand → migrate → contract). */
public enum Phase {
    /** An ordinary migration. */
    NONE,
    /** Adds what new code needs; old code goes on working. */
    EXPAND,
    /** Moves data from the old shape to the new one while both are read. */
    MIGRATE,
    /** Removes what only old code needed. */
    CONTRACT
}
