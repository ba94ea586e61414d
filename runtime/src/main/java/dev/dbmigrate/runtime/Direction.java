package dev.dbmigrate.runtime;

/** Which way a migration runs. */
public enum Direction {
    /** Towards the new schema. */
    UP,
    /** Back. */
    DOWN
}
