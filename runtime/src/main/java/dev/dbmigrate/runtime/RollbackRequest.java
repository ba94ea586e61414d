package dev.dbmigrate.runtime;

/**
 * What to roll back: exactly one of ids, a target or a number.
 *
 * @param selection the ids, or the version or id down to which (itself kept), and the databases
 * @param last how many of the last applied migrations, 0 if ids or a target are given
 * @param cascade whether applied dependents are rolled back first; without it they make the rollback refuse
 */
public record RollbackRequest(Selection selection, int last, boolean cascade) {

    /**
     * The last applied migrations.
     *
     * @param count how many, from 1
     * @return the request
     */
    public static RollbackRequest last(int count) {
        return new RollbackRequest(Selection.ALL, count, false);
    }

    /**
     * What a selection names: ids, or everything after a version or id.
     *
     * @param selection the selection
     * @return the request
     */
    public static RollbackRequest of(Selection selection) {
        return new RollbackRequest(selection, 0, false);
    }

    /** The same, together with the applied migrations that depend on it. */
    public RollbackRequest cascading() {
        return new RollbackRequest(selection, last, true);
    }
}
