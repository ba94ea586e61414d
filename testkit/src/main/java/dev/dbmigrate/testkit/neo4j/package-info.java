/** The child process that runs Neo4j; its class path holds Neo4j's jars and this package, nothing else of ours. */
@NullMarked
package dev.dbmigrate.testkit.neo4j;

import org.jspecify.annotations.NullMarked;
