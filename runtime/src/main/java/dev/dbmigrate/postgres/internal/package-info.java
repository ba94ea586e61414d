/** The PostgreSQL adapter. */
@NullMarked
package dev.dbmigrate.postgres.internal;

import org.jspecify.annotations.NullMarked;
