package dev.dbmigrate.processor.diagnostic;

import dev.dbmigrate.processor.source.Spot;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * A problem and its exact place.
 *
 * @param diagnostic which problem
 * @param message the whole text, beginning with the id in brackets
 * @param element the element at which it stands; for a problem in its code, the migration's class; null for one of a file
 *     that is not Java
 * @param annotation the annotation on it, if the problem stands there
 * @param value the value in it, if the problem stands there
 * @param spot the expression in its code, if the problem stands there
 */
public record Finding(
        CompileDiagnostic diagnostic,
        String message,
        @Nullable Element element,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value,
        @Nullable Spot spot) {}
