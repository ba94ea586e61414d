package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.DatabaseKind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
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
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.ElementFilter;

/**
 * The classes that implement a kind and could be migrations, but do not say so. Only classes at top level and their public
 * members are looked at, and only those that could be created without arguments: the others are meant for something else.
 *
 * <p>For one round: what is known of a type is kept, so that each is looked at once.
 */
public final class UnannotatedKinds {

    private final Map<TypeElement, Optional<TypeElement>> kinds = new HashMap<>();

    /**
     * Finds them.
     *
     * @param roots the classes that are compiled
     * @param migrations the names of those that are migrations
     * @return the names of those that ought to be
     */
    public List<String> find(Collection<? extends Element> roots, Set<String> migrations) {
        List<String> found = new ArrayList<>();
        for (Element root : roots) {
            if (root instanceof TypeElement type
                    && !migrations.contains(type.getQualifiedName().toString())) {
                collect(type, found);
                for (TypeElement member : ElementFilter.typesIn(type.getEnclosedElements())) {
                    if (member.getModifiers().contains(Modifier.PUBLIC)
                            && member.getModifiers().contains(Modifier.STATIC)) {
                        collect(member, found);
                    }
                }
            }
        }
        return found;
    }

    private void collect(TypeElement type, List<String> found) {
        if (isMeantToRun(type)
                && kindOf(type).isPresent()
                && hasConstructorWithoutParameters(type)
                && !MigrationReader.isMigration(type)) {
            found.add(type.getQualifiedName().toString());
        }
    }

    private static boolean isMeantToRun(TypeElement type) {
        return type.getKind() == ElementKind.CLASS && !type.getModifiers().contains(Modifier.ABSTRACT);
    }

    private static boolean hasConstructorWithoutParameters(TypeElement type) {
        for (ExecutableElement constructor : ElementFilter.constructorsIn(type.getEnclosedElements())) {
            if (constructor.getParameters().isEmpty()) {
                return true;
            }
        }
        return false;
    }

    /** The first kind that a class implements, itself or by what it extends. */
    public Optional<TypeElement> kindOf(TypeElement type) {
        Optional<TypeElement> known = kinds.get(type);
        if (known == null) {
            // before the search, since a wrong program may extend itself
            kinds.put(type, Optional.empty());
            known = search(type);
            kinds.put(type, known);
        }
        return known;
    }

    private Optional<TypeElement> search(TypeElement type) {
        if (type.getKind().isInterface()
                && Values.annotation(type, DatabaseKind.class).isPresent()) {
            return Optional.of(type);
        }
        List<TypeMirror> parents = new ArrayList<>(type.getInterfaces());
        parents.add(type.getSuperclass());
        for (TypeMirror parent : parents) {
            if (parent instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element) {
                Optional<TypeElement> kind = kindOf(element);
                if (kind.isPresent()) {
                    return kind;
                }
            }
        }
        return Optional.empty();
    }
}
