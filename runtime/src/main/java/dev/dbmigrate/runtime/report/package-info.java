/** Reports for people and for programs: text that fits a terminal, and one JSON document a goal. */
@NullMarked
package dev.dbmigrate.runtime.report;

import org.jspecify.annotations.NullMarked;
