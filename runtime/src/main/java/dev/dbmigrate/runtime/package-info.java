/** The facade for applications, its configuration and its results. */
@NullMarked
package dev.dbmigrate.runtime;

import org.jspecify.annotations.NullMarked;
