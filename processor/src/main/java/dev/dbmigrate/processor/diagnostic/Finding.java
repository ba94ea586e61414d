package dev.dbmigrate.processor.diagnostic;

import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * A problem and its exact place.
 *
 * @param diagnostic which problem
 * @param message the whole text, beginning with the id in brackets
 * @param element the element at which it stands
 * @param annotation the annotation on it, if the problem stands there
 * @param value the value in it, if the problem stands there
 */
public record Finding(
        CompileDiagnostic diagnostic,
        String message,
        Element element,
        @Nullable AnnotationMirror annotation,
        @Nullable AnnotationValue value) {}
