/** Migrations of MongoDB. */
@NullMarked
package dev.dbmigrate.mongodb;

import org.jspecify.annotations.NullMarked;
