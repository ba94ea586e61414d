/** What the source text says beyond its elements: checksum and line. */
@NullMarked
package dev.dbmigrate.processor.source;

import org.jspecify.annotations.NullMarked;
