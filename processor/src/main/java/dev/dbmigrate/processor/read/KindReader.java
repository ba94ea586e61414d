package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.DatabaseKind;
import dev.dbmigrate.processor.model.KindPart;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Finds the kinds among all supertypes of a class, and which of them it can undo. */
final class KindReader {

    private final Elements elements;

    KindReader(Elements elements) {
        this.elements = elements;
    }

    List<KindPart> read(TypeElement type) {
        Map<String, TypeElement> supertypes = new LinkedHashMap<>();
        collect(type, supertypes);
        List<KindPart> kinds = new ArrayList<>();
        for (TypeElement supertype : supertypes.values()) {
            Optional<AnnotationMirror> kind = Values.annotation(supertype, DatabaseKind.class);
            if (kind.isPresent() && supertype.getKind().isInterface()) {
                Values values = new Values(kind.get());
                kinds.add(new KindPart(
                        supertype,
                        values.required("value").value(),
                        values.number("order"),
                        overridesDown(type, supertype, supertypes)));
            }
        }
        kinds.sort(Comparator.comparingInt(KindPart::order).thenComparing(KindPart::kind));
        return kinds;
    }

    /** Whether a supertype of a class cannot be found; it may be the kind. */
    boolean hasUnresolvedSupertype(TypeElement type) {
        Map<String, TypeElement> supertypes = new LinkedHashMap<>();
        collect(type, supertypes);
        return supertypes.values().stream()
                .anyMatch(supertype -> supertype.getSuperclass().getKind() == TypeKind.ERROR
                        || supertype.getInterfaces().stream().anyMatch(parent -> parent.getKind() == TypeKind.ERROR));
    }

    private static void collect(TypeElement type, Map<String, TypeElement> found) {
        if (found.putIfAbsent(type.getQualifiedName().toString(), type) != null) {
            return;
        }
        asElement(type.getSuperclass()).ifPresent(superclass -> collect(superclass, found));
        type.getInterfaces().forEach(parent -> asElement(parent).ifPresent(element -> collect(element, found)));
    }

    private static Optional<TypeElement> asElement(TypeMirror type) {
        return (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element)
                ? Optional.of(element)
                : Optional.empty();
    }

    private boolean overridesDown(TypeElement type, TypeElement kind, Map<String, TypeElement> supertypes) {
        List<ExecutableElement> downs = KindPart.methods(kind, "down");
        return supertypes.values().stream()
                .flatMap(supertype -> ElementFilter.methodsIn(supertype.getEnclosedElements()).stream())
                .filter(method -> method.getSimpleName().contentEquals("down"))
                .filter(method -> !method.getModifiers().contains(Modifier.ABSTRACT) && !downs.contains(method))
                .anyMatch(method -> downs.stream().anyMatch(down -> elements.overrides(method, down, type)));
    }
}
