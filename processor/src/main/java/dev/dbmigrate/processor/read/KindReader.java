package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.DatabaseKind;
import dev.dbmigrate.processor.model.KindPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;

/** Finds the kinds among all supertypes of a class, and which of them it can undo. */
final class KindReader {

    /** Another supertype than a kind's interface has none. */
    private record Kind(String name, int order, List<ExecutableElement> downs) {}

    private final Elements elements;

    /** What every migration of the module shares is looked at once: its kind, and Object. */
    private final Map<TypeElement, Optional<Kind>> kinds = new HashMap<>();

    private final Map<TypeElement, List<ExecutableElement>> downs = new HashMap<>();

    KindReader(Elements elements) {
        this.elements = elements;
    }

    List<KindPart> read(TypeElement type) {
        Set<TypeElement> supertypes = supertypes(type);
        List<KindPart> found = new ArrayList<>();
        for (TypeElement supertype : supertypes) {
            kinds.computeIfAbsent(supertype, KindReader::kind)
                    .ifPresent(kind -> found.add(new KindPart(
                            supertype, kind.name(), kind.order(), overridesDown(type, kind.downs(), supertypes))));
        }
        if (found.size() > 1) {
            found.sort(Comparator.comparingInt(KindPart::order).thenComparing(KindPart::kind));
        }
        return found;
    }

    private static Optional<Kind> kind(TypeElement type) {
        if (!type.getKind().isInterface()) {
            return Optional.empty();
        }
        return Values.annotation(type, DatabaseKind.class)
                .map(Values::new)
                .map(values -> new Kind(
                        values.required("value").value(), values.number("order"), KindPart.methods(type, "down")));
    }

    /** Whether a supertype of a class cannot be found; it may be the kind. */
    boolean hasUnresolvedSupertype(TypeElement type) {
        for (TypeElement supertype : supertypes(type)) {
            for (TypeMirror parent : parents(supertype)) {
                if (parent.getKind() == TypeKind.ERROR) {
                    return true;
                }
            }
        }
        return false;
    }

    /** The class itself and all above it. */
    private static Set<TypeElement> supertypes(TypeElement type) {
        Set<TypeElement> found = new LinkedHashSet<>();
        collect(type, found);
        return found;
    }

    private static void collect(TypeElement type, Set<TypeElement> found) {
        if (found.add(type)) {
            for (TypeMirror parent : parents(type)) {
                if (parent instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element) {
                    collect(element, found);
                }
            }
        }
    }

    private static List<TypeMirror> parents(TypeElement type) {
        List<TypeMirror> parents = new ArrayList<>();
        parents.add(type.getSuperclass());
        parents.addAll(type.getInterfaces());
        return parents;
    }

    private boolean overridesDown(TypeElement type, List<ExecutableElement> ofKind, Set<TypeElement> supertypes) {
        for (TypeElement supertype : supertypes) {
            for (ExecutableElement method : downs.computeIfAbsent(supertype, KindReader::concreteDowns)) {
                if (!ofKind.contains(method)
                        && ofKind.stream().anyMatch(down -> elements.overrides(method, down, type))) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<ExecutableElement> concreteDowns(TypeElement type) {
        List<ExecutableElement> found = new ArrayList<>();
        for (Element member : type.getEnclosedElements()) {
            if (member instanceof ExecutableElement method
                    && method.getKind() == ElementKind.METHOD
                    && method.getSimpleName().contentEquals("down")
                    && !method.getModifiers().contains(Modifier.ABSTRACT)) {
                found.add(method);
            }
        }
        return found;
    }
}
