/** Migrations of Redis. */
@NullMarked
package dev.dbmigrate.redis;

import org.jspecify.annotations.NullMarked;
