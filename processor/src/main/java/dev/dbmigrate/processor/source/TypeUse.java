package dev.dbmigrate.processor.source;

import javax.lang.model.element.TypeElement;

/**
 * A class of the same module, outside of the migration's own file, whose code or constant a migration uses.
 *
 * @param type the class
 * @param source how it is used: {@code Queries.CREATE}, {@code new Rows()}
 * @param spot the place
 */
public record TypeUse(TypeElement type, String source, Spot spot) {}
