/** Migrations of PostgreSQL. */
@NullMarked
package dev.dbmigrate.postgres;

import org.jspecify.annotations.NullMarked;
