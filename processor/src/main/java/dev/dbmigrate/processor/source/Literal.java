package dev.dbmigrate.processor.source;

/**
 * A string literal or text block that stands somewhere in a class, annotations excepted.
 *
 * @param text its value
 * @param spot its place
 */
public record Literal(SourceText text, Spot spot) {}
