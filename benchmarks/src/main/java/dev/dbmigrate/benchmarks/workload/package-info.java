/** The same migrations in the form that each contender takes. */
@NullMarked
package dev.dbmigrate.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
