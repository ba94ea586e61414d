package dev.dbmigrate.processor.rule.postgres;

/** One rule. Says nothing of what it cannot read. */
interface PostgresRule {

    /** Checks a statement. */
    void check(Subject subject);

    /** Whether it also holds for {@code down} and {@code verify}. */
    default boolean holdsEverywhere() {
        return false;
    }
}
