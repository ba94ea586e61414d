/** Writes the lock file: which migrations are released. */
@NullMarked
package dev.dbmigrate.runtime.lock;

import org.jspecify.annotations.NullMarked;
