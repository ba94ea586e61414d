/** The Neo4j adapter; not for use outside dbmigrate. */
@NullMarked
package dev.dbmigrate.neo4j.internal;

import org.jspecify.annotations.NullMarked;
