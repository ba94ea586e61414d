package dev.dbmigrate.processor.model;

import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * A kind of database that a migration's class implements.
 *
 * @param type the kind's interface
 * @param kind the kind's name
 * @param order its place among the parts of one migration
 * @param reversible whether the class overrides its {@code down}
 */
public record KindPart(TypeElement type, String kind, int order, boolean reversible) {

    /** The methods of the kind, its own and inherited ones, that have a name. */
    public List<ExecutableElement> methods(String name) {
        return methods(type, name);
    }

    /**
     * The methods of an interface, its own and inherited ones, that have a name.
     *
     * @param type the interface
     * @param name the methods' name
     * @return the methods
     */
    public static List<ExecutableElement> methods(TypeElement type, String name) {
        List<ExecutableElement> found = new ArrayList<>();
        for (ExecutableElement method : ElementFilter.methodsIn(type.getEnclosedElements())) {
            if (method.getSimpleName().contentEquals(name)) {
                found.add(method);
            }
        }
        for (TypeMirror parent : type.getInterfaces()) {
            if (parent instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element) {
                found.addAll(methods(element, name));
            }
        }
        return found;
    }
}
