package dev.dbmigrate.processor.read;

import dev.dbmigrate.processor.model.Text;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * The values of one annotation as they were written. Where a value has not the type that it should have, the compiler
 * has complained already; it is left out here, so that nobody hears of it twice.
 */
final class Values {

    private final AnnotationMirror annotation;

    Values(AnnotationMirror annotation) {
        this.annotation = annotation;
    }

    /** The annotation of a type on an element, if it is there. */
    static Optional<AnnotationMirror> annotation(Element element, Class<?> type) {
        return annotation(element, type.getCanonicalName());
    }

    private static Optional<AnnotationMirror> annotation(Element element, String type) {
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            Element declared = mirror.getAnnotationType().asElement();
            if (declared instanceof TypeElement typeElement
                    && typeElement.getQualifiedName().contentEquals(type)) {
                return Optional.of(mirror);
            }
        }
        return Optional.empty();
    }

    @Nullable
    AnnotationValue find(String name) {
        for (Map.Entry<? extends ExecutableElement, ? extends AnnotationValue> entry :
                annotation.getElementValues().entrySet()) {
            if (entry.getKey().getSimpleName().contentEquals(name)) {
                return entry.getValue();
            }
        }
        return null;
    }

    /** A string without which the annotation does not compile. */
    Text required(String name) {
        AnnotationValue value = find(name);
        return value == null ? new Text("", null, false) : text(value);
    }

    /** A string that may be left out; then it is empty. */
    Text optional(String name) {
        AnnotationValue value = find(name);
        return value == null ? new Text("", null, true) : text(value);
    }

    private static Text text(AnnotationValue value) {
        // javac gives the string "<error>" for an expression that it could not resolve, and has reported it
        return (value.getValue() instanceof String string && !string.equals("<error>"))
                ? new Text(string, value, true)
                : new Text("", value, false);
    }

    boolean flag(String name, boolean otherwise) {
        AnnotationValue value = find(name);
        return (value != null && value.getValue() instanceof Boolean flag) ? flag : otherwise;
    }

    int number(String name) {
        AnnotationValue value = find(name);
        return (value != null && value.getValue() instanceof Integer number) ? number : 0;
    }

    /**
     * An element of an array, and the place at which to report it. The Eclipse compiler finds no element of an array; the
     * whole array is the nearest place that it knows.
     */
    record Item(AnnotationValue value, AnnotationValue where) {}

    /** The elements of an array; a single value stands for an array of one. */
    List<Item> list(String name) {
        AnnotationValue value = find(name);
        if (value == null) {
            return List.of();
        }
        if (value.getValue() instanceof List<?> list) {
            boolean eclipse = value.getClass().getName().startsWith("org.eclipse.");
            return list.stream()
                    .filter(AnnotationValue.class::isInstance)
                    .map(AnnotationValue.class::cast)
                    .map(item -> new Item(item, eclipse ? value : item))
                    .toList();
        }
        return List.of(new Item(value, value));
    }

    List<Text> texts(String name) {
        return list(name).stream()
                .map(item -> {
                    Text text = text(item.value());
                    return new Text(text.value(), item.where(), text.known());
                })
                .filter(Text::known)
                .toList();
    }
}
