/** Throwaway real servers: for {@code dbmigrate.embedded=true} and for tests. */
@NullMarked
package dev.dbmigrate.testkit;

import org.jspecify.annotations.NullMarked;
