/** What the code of migrations does: each room reads one language or one driver, each rule is a file in its room. */
@NullMarked
package dev.dbmigrate.processor.rule;

import org.jspecify.annotations.NullMarked;
