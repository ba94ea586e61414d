/** One rule a class; each returns its findings. */
@NullMarked
package dev.dbmigrate.processor.validation;

import org.jspecify.annotations.NullMarked;
