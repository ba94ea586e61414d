/** Neo4j's language: what of a Cypher text is wrong, unsafe, or gone from the language. */
@NullMarked
package dev.dbmigrate.processor.rule.cypher;

import org.jspecify.annotations.NullMarked;
