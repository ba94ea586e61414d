/**
 * What a database kind implements. The core knows only these types and finds implementations of
 * {@link dev.dbmigrate.runtime.spi.DatabaseAdapter} with {@link java.util.ServiceLoader}.
 */
@NullMarked
package dev.dbmigrate.runtime.spi;

import org.jspecify.annotations.NullMarked;
