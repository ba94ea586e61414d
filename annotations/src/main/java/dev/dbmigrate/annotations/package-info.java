/** What a team writes on a migration class. */
@NullMarked
package dev.dbmigrate.annotations;

import org.jspecify.annotations.NullMarked;
