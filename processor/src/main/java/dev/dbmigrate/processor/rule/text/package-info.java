/** Secrets in a migration's code, and values that are joined into statements. */
@NullMarked
package dev.dbmigrate.processor.rule.text;

import org.jspecify.annotations.NullMarked;
