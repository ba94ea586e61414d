package dev.dbmigrate.processor.source;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ImportTree;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.util.ElementFilter;
import javax.lang.model.util.Elements;

/** Finds the classes and constants that simple names of a source file mean (JLS 6.4.1, without local classes). */
final class Names {

    private final Elements elements;
    private final TypeElement type;
    private final String packageName;
    private final Map<String, String> imported = new HashMap<>();
    private final List<String> importedPackages = new ArrayList<>();
    private final Map<String, String> importedStatics = new HashMap<>();
    private final List<String> importedStaticTypes = new ArrayList<>();
    private final Map<String, Optional<TypeElement>> known = new HashMap<>();

    Names(Elements elements, CompilationUnitTree unit, TypeElement type) {
        this.elements = elements;
        this.type = type;
        packageName = unit.getPackageName() == null ? "" : unit.getPackageName().toString();
        for (ImportTree each : unit.getImports()) {
            String name = each.getQualifiedIdentifier().toString();
            String last = name.substring(name.lastIndexOf('.') + 1);
            String before = name.substring(0, Math.max(0, name.lastIndexOf('.')));
            if (each.isStatic()) {
                if (last.equals("*")) {
                    importedStaticTypes.add(before);
                } else {
                    importedStatics.put(last, before);
                }
            } else if (last.equals("*")) {
                importedPackages.add(before);
            } else {
                imported.put(last, name);
            }
        }
    }

    /** The class that a name means, simple or qualified; empty if it means none. */
    Optional<TypeElement> type(String name) {
        Optional<TypeElement> found = known.get(name);
        if (found == null) {
            found = find(name);
            known.put(name, found);
        }
        return found;
    }

    private Optional<TypeElement> find(String name) {
        int dot = name.lastIndexOf('.');
        if (dot > 0) {
            Optional<TypeElement> outer = type(name.substring(0, dot));
            String nested = name.substring(dot + 1);
            return outer.flatMap(found -> ElementFilter.typesIn(found.getEnclosedElements()).stream()
                            .filter(each -> each.getSimpleName().contentEquals(nested))
                            .findFirst())
                    .or(() -> Optional.ofNullable(elements.getTypeElement(name)));
        }
        for (Element at = type; at instanceof TypeElement outer; at = at.getEnclosingElement()) {
            if (outer.getSimpleName().contentEquals(name)) {
                return Optional.of(outer);
            }
            for (TypeElement nested : ElementFilter.typesIn(outer.getEnclosedElements())) {
                if (nested.getSimpleName().contentEquals(name)) {
                    return Optional.of(nested);
                }
            }
        }
        String single = imported.get(name);
        if (single != null) {
            return Optional.ofNullable(elements.getTypeElement(single));
        }
        TypeElement neighbour = elements.getTypeElement(packageName.isEmpty() ? name : packageName + "." + name);
        if (neighbour != null) {
            return Optional.of(neighbour);
        }
        for (String each : importedPackages) {
            TypeElement found = elements.getTypeElement(each + "." + name);
            if (found != null) {
                return Optional.of(found);
            }
        }
        return Optional.empty();
    }

    /** The class that declares a constant which is named without its class: imported, or inherited from an outer class. */
    Optional<TypeElement> ownerOfConstant(String name) {
        for (Element at = type; at instanceof TypeElement outer; at = at.getEnclosingElement()) {
            if (constant(outer, name).isPresent()) {
                return Optional.of(outer);
            }
        }
        String owner = importedStatics.get(name);
        if (owner != null) {
            return type(owner);
        }
        return importedStaticTypes.stream()
                .map(this::type)
                .flatMap(Optional::stream)
                .filter(each -> constant(each, name).isPresent())
                .findFirst();
    }

    /** The class from which a name is imported statically, by itself and not with a star. */
    Optional<TypeElement> staticallyImportedFrom(String name) {
        String owner = importedStatics.get(name);
        return owner == null ? Optional.empty() : type(owner);
    }

    /** The value of a constant field of a class, its supertypes included. */
    Optional<Object> constant(TypeElement owner, String name) {
        for (VariableElement field : ElementFilter.fieldsIn(elements.getAllMembers(owner))) {
            if (field.getSimpleName().contentEquals(name)) {
                return Optional.ofNullable(field.getConstantValue());
            }
        }
        return Optional.empty();
    }
}
