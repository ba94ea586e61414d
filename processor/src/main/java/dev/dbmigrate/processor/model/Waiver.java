package dev.dbmigrate.processor.model;

import javax.lang.model.element.AnnotationMirror;

/**
 * An {@code @AllowUnsafe}.
 *
 * @param annotation where it stands; for one of several, the container
 * @param rule the finding that it waives
 * @param reason why
 */
public record Waiver(AnnotationMirror annotation, Text rule, Text reason) {}
