package dev.dbmigrate.processor.model;

import javax.lang.model.element.AnnotationValue;
import org.jspecify.annotations.Nullable;

/**
 * A string that stands in an annotation.
 *
 * @param value the string; empty if it is not known
 * @param where its place, or null if the annotation's default applies
 * @param known whether it could be read; if not, the compiler itself has complained
 */
public record Text(String value, @Nullable AnnotationValue where, boolean known) {}
