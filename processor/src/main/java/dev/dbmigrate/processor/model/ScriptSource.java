package dev.dbmigrate.processor.model;

/**
 * One {@code @MigrationScripts}.
 *
 * @param packageName the package on which it stands
 * @param number its place among several, from 0
 * @param folder the folder, without slashes at its ends
 * @param version the version of the first scripts, or empty
 * @param database the name of the database, or empty
 */
public record ScriptSource(String packageName, int number, String folder, String version, String database) {}
