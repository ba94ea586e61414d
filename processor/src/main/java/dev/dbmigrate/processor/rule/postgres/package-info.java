/** The rules about PostgreSQL's statements: each is a file, each asks what a statement does to tables that are in use. */
@NullMarked
package dev.dbmigrate.processor.rule.postgres;

import org.jspecify.annotations.NullMarked;
