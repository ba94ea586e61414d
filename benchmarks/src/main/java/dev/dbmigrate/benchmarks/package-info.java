/** Side-by-side measurements with peers, printed as Markdown. */
@NullMarked
package dev.dbmigrate.benchmarks;

import org.jspecify.annotations.NullMarked;
