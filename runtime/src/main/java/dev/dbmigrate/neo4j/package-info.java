/** Migrations of Neo4j. */
@NullMarked
package dev.dbmigrate.neo4j;

import org.jspecify.annotations.NullMarked;
