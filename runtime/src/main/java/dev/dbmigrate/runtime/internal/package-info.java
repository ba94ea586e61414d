/** The core: what is known, planned, run and reported. Knows no database kind. */
@NullMarked
package dev.dbmigrate.runtime.internal;

import org.jspecify.annotations.NullMarked;
