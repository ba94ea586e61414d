package dev.dbmigrate.processor.source;

/** Which way a piece of a migration's code goes. */
public enum Half {
    /** {@code up}, and what is called from it. */
    UP,
    /** {@code down}, and what is called from it alone. */
    DOWN,
    /** {@code verify}, and what is called from it alone. */
    VERIFY
}
