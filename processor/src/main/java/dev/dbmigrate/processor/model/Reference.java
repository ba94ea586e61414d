package dev.dbmigrate.processor.model;

import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A class literal in an annotation that names another migration.
 *
 * @param relation the element in which it stands
 * @param type the class, or null for what is none ({@code int.class}, {@code String[].class})
 * @param display the literal as a person would write it, without {@code .class}
 * @param where its place
 */
public record Reference(Relation relation, @Nullable TypeElement type, String display, AnnotationValue where) {

    /** Whether it names the class of this migration. */
    public boolean names(MigrationDeclaration other) {
        return type != null && display.equals(other.className());
    }
}
