package dev.dbmigrate.processor.diagnostic;

import dev.dbmigrate.processor.source.Position;
import dev.dbmigrate.processor.source.Spot;
import java.util.Locale;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.tools.Diagnostic.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A message of the processor; a constant of the enum of the room that finds it. Ids are stable: a number is never used again
 * for something else. Each has a heading in {@code docs/diagnostics.md}.
 */
public interface CompileDiagnostic {

    /** The stable id: {@code DBM-C012}. */
    String id();

    /** How grave it is unless {@code -Adbmigrate.rules} says otherwise. */
    Kind kind();

    /** Whether {@code @AllowUnsafe} may waive it, and {@code -Adbmigrate.rules} may change how grave it is. */
    boolean isWaivable();

    /** The text, with places for values as in {@link String#format}; it ends with what to type. */
    String template();

    /** The message for the given values. */
    default String message(Object... values) {
        return "[" + id() + "] " + String.format(Locale.ROOT, template(), values);
    }

    /** A finding on an element itself. */
    default Finding on(Element element, Object... values) {
        return new Finding(this, message(values), element, null, null, null);
    }

    /** A finding on an annotation. */
    default Finding on(Element element, AnnotationMirror annotation, Object... values) {
        return new Finding(this, message(values), element, annotation, null, null);
    }

    /** A finding on a value of an annotation; on the annotation itself if the value is its default. */
    default Finding on(
            Element element, AnnotationMirror annotation, @Nullable AnnotationValue value, Object... values) {
        return new Finding(this, message(values), element, annotation, value, null);
    }

    /**
     * A finding at a place in the code of a migration.
     *
     * @param element the migration's class
     * @param spot the expression
     * @param inside the exact place, which may lie inside of a literal; it ends the message
     */
    default Finding at(Element element, Spot spot, Position inside, Object... values) {
        return new Finding(this, message(values) + " (at " + inside + ")", element, null, null, spot);
    }
}
