/** The pure model under the annotations: no dependency, no I/O, no reflection. */
@NullMarked
package dev.dbmigrate.model;

import org.jspecify.annotations.NullMarked;
