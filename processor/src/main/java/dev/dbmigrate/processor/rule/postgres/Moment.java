package dev.dbmigrate.processor.rule.postgres;

/**
 * When a statement runs, among all of the module.
 *
 * @param migration the place of its migration in their order
 * @param statement its place in that migration
 */
record Moment(int migration, int statement) {

    boolean isBefore(Moment other) {
        return migration < other.migration || (migration == other.migration && statement < other.statement);
    }
}
