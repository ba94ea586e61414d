/** The libraries that are compared, each used as its documentation says. */
@NullMarked
package dev.dbmigrate.benchmarks.contender;

import org.jspecify.annotations.NullMarked;
