/** The Neo4j adapter against a real server. */
package dev.dbmigrate.neo4j;
