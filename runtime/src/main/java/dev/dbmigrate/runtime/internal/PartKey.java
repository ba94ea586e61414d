package dev.dbmigrate.runtime.internal;

/** A migration on a database: what the history has one row for. */
record PartKey(String migrationId, String database) {}
