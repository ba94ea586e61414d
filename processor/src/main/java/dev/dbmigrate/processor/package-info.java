/** The annotation processors: read → model → validation → writing. */
@NullMarked
package dev.dbmigrate.processor;

import org.jspecify.annotations.NullMarked;
