/** Reads PostgreSQL's SQL as far as rules need it: tokens → statements → what a statement changes. */
@NullMarked
package dev.dbmigrate.processor.rule.postgres.sql;

import org.jspecify.annotations.NullMarked;
