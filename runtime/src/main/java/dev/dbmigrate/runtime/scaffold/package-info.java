/** Writes the next migration class: a right id, package, version and dependency, and a body that shows how it is done. */
@NullMarked
package dev.dbmigrate.runtime.scaffold;

import org.jspecify.annotations.NullMarked;
