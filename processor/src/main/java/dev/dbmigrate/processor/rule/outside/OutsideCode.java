package dev.dbmigrate.processor.rule.outside;

import dev.dbmigrate.annotations.DatabaseKind;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.lock.LockDiagnostic;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.read.Includes;
import dev.dbmigrate.processor.read.MigrationReader;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import dev.dbmigrate.processor.source.SourceReader;
import dev.dbmigrate.processor.source.TypeUse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.element.RecordComponentElement;
import javax.lang.model.element.TypeElement;
import javax.lang.model.util.ElementFilter;

/**
 * What does a migration's work stands in its checksum: its own file, or a class that it includes.
 *
 * <p>Silent for released migrations, since nothing can be added to those, for other migrations, which have checksums of their
 * own, and for what has no code: annotations, plain records, interfaces with nothing but abstract methods.
 */
public final class OutsideCode {

    private static final Set<String> OF_EVERY_RECORD = Set.of("toString", "hashCode", "equals");

    private final SourceReader source;
    private final Predicate<TypeElement> ofThisModule;

    /**
     * @param source reads sources
     * @param ofThisModule whether an earlier compilation of this module left a class in its output
     */
    public OutsideCode(SourceReader source, Predicate<TypeElement> ofThisModule) {
        this.source = source;
        this.ofThisModule = ofThisModule;
    }

    /** Checks a module. */
    public List<Finding> check(ModuleCode module) {
        List<Finding> findings = new ArrayList<>();
        for (MigrationCode code : module.migrations()) {
            List<Includes.Included> includes = Includes.of(code.migration().type());
            foreign(code.migration(), includes, findings);
            if (!module.released().isReleased(code.id())) {
                outside(code, includes, findings);
            }
        }
        return findings;
    }

    private void foreign(MigrationDeclaration migration, List<Includes.Included> includes, List<Finding> findings) {
        for (Includes.Included included : includes) {
            TypeElement type = included.type();
            if (type == null || !(source.code(type).seen() || ofThisModule.test(type))) {
                findings.add(LockDiagnostic.INCLUDES_FOREIGN.on(
                        migration.type(),
                        migration.annotation(),
                        included.where(),
                        included.display(),
                        simple(included.display())));
            }
        }
    }

    private void outside(MigrationCode code, List<Includes.Included> includes, List<Finding> findings) {
        Set<String> inside = new HashSet<>();
        inside.add(file(code.migration().type()));
        Set<TypeElement> included = new LinkedHashSet<>();
        for (Includes.Included each : includes) {
            if (each.type() != null) {
                inside.add(file(each.type()));
                included.add(outermost(each.type()));
            }
        }
        List<TypeUse> uses = new ArrayList<>(code.code().typeUses());
        included.forEach(type -> uses.addAll(source.code(type).typeUses()));
        String migration = code.migration().type().getSimpleName().toString();
        for (TypeUse use : uses) {
            if (hasCode(use.type()) && inside.add(file(use.type()))) {
                String helper = outermost(use.type()).getSimpleName().toString();
                findings.add(code.finding(
                        LockDiagnostic.CODE_OUTSIDE, use.spot(), migration, use.source(), helper, migration, helper));
            }
        }
    }

    private static boolean hasCode(TypeElement type) {
        if (MigrationReader.isMigration(type)
                || MigrationReader.isMigration(outermost(type))
                || type.getAnnotation(DatabaseKind.class) != null
                || type.getSimpleName().toString().endsWith("Exception")) {
            return false;
        }
        if (type.getKind() == ElementKind.ANNOTATION_TYPE) {
            return false;
        }
        if (type.getKind() == ElementKind.RECORD || type.getKind() == ElementKind.INTERFACE) {
            Set<String> components = new HashSet<>(OF_EVERY_RECORD);
            for (RecordComponentElement component : ElementFilter.recordComponentsIn(type.getEnclosedElements())) {
                components.add(component.getSimpleName().toString());
            }
            return ElementFilter.methodsIn(type.getEnclosedElements()).stream()
                            .anyMatch(method -> isCode(method, components))
                    || ElementFilter.fieldsIn(type.getEnclosedElements()).stream()
                            .anyMatch(field -> field.getModifiers().contains(Modifier.STATIC));
        }
        return true;
    }

    private static boolean isCode(ExecutableElement method, Set<String> components) {
        return !method.getModifiers().contains(Modifier.ABSTRACT)
                && !components.contains(method.getSimpleName().toString());
    }

    private static String file(TypeElement type) {
        return outermost(type).getQualifiedName().toString();
    }

    private static TypeElement outermost(TypeElement type) {
        TypeElement at = type;
        for (Element outer = type.getEnclosingElement(); outer instanceof TypeElement enclosing; ) {
            at = enclosing;
            outer = enclosing.getEnclosingElement();
        }
        return at;
    }

    private static String simple(String name) {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
