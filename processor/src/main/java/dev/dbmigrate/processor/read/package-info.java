/** From elements and annotations to the model; never judges. */
@NullMarked
package dev.dbmigrate.processor.read;

import org.jspecify.annotations.NullMarked;
