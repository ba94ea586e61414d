package dev.dbmigrate.processor.rule;

import dev.dbmigrate.processor.source.Half;
import dev.dbmigrate.processor.source.SourceText;
import dev.dbmigrate.processor.source.Spot;

/**
 * A text in a database's language that a migration sends: of a literal, or of a script file.
 *
 * @param kind the kind of database, {@code postgres} or {@code neo4j}
 * @param half the way that the migration goes when it is sent
 * @param text the text; it may hold several statements
 * @param spot the expression that holds it
 */
public record Statement(String kind, Half half, SourceText text, Spot spot) {}
