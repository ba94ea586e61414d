package dev.dbmigrate.processor.read;

import dev.dbmigrate.processor.model.Text;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * The values of one annotation as they were written. Where a value has not the type that it should have, the compiler
 * has complained already; it is left out here, so that nobody hears of it twice.
 */
final class Values {

    private final Map<String, AnnotationValue> values = new HashMap<>();

    Values(AnnotationMirror annotation) {
        annotation
                .getElementValues()
                .forEach((element, value) -> values.put(element.getSimpleName().toString(), value));
    }

    /** The annotation of a type on an element, if it is there. */
    static Optional<AnnotationMirror> annotation(Element element, Class<?> type) {
        return Optional.ofNullable(annotations(element).get(type.getCanonicalName()));
    }

    /** The annotations on an element by the canonical names of their types; the first of each. */
    static Map<String, AnnotationMirror> annotations(Element element) {
        Map<String, AnnotationMirror> annotations = new HashMap<>();
        for (AnnotationMirror mirror : element.getAnnotationMirrors()) {
            if (mirror.getAnnotationType().asElement() instanceof TypeElement type) {
                annotations.putIfAbsent(type.getQualifiedName().toString(), mirror);
            }
        }
        return annotations;
    }

    @Nullable
    AnnotationValue find(String name) {
        return values.get(name);
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
            List<Item> items = new ArrayList<>();
            for (Object element : list) {
                if (element instanceof AnnotationValue item) {
                    items.add(new Item(item, eclipse ? value : item));
                }
            }
            return items;
        }
        return List.of(new Item(value, value));
    }

    List<Text> texts(String name) {
        List<Text> texts = new ArrayList<>();
        for (Item item : list(name)) {
            Text text = text(item.value());
            if (text.known()) {
                texts.add(new Text(text.value(), item.where(), true));
            }
        }
        return texts;
    }
}
