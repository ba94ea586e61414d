/** What is measured, and how. */
@NullMarked
package dev.dbmigrate.benchmarks.measure;

import org.jspecify.annotations.NullMarked;
