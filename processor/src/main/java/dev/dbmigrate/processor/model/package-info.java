/** What was read from the annotations, as values. */
@NullMarked
package dev.dbmigrate.processor.model;

import org.jspecify.annotations.NullMarked;
