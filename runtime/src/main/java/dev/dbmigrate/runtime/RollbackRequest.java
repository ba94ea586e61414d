package dev.dbmigrate.runtime;

/**
 * What to roll back: exactly one of ids, a target or a number.
 *
 * @param selection the ids, or the version or id down to which (itself kept), and the databases
 * @param last how many of the last applied migrations, 0 if ids or a target are given
 * @param cascade whether applied dependents are rolled back first; without it they make the rollback refuse
 */
public record RollbackRequest(Selection selection, int last, boolean cascade) {}
