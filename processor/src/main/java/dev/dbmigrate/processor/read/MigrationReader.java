package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.AllowUnsafe;
import dev.dbmigrate.annotations.Irreversible;
import dev.dbmigrate.annotations.Migration;
import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import dev.dbmigrate.processor.model.Text;
import dev.dbmigrate.processor.model.Waiver;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeKind;
import javax.lang.model.type.TypeMirror;
import javax.lang.model.util.Elements;
import org.jspecify.annotations.Nullable;

/** Reads what is written on a class; valid for one round, since elements are. */
public final class MigrationReader {

    private static final String MIGRATION = Migration.class.getCanonicalName();
    private static final String IRREVERSIBLE = Irreversible.class.getCanonicalName();
    private static final String ALLOW_UNSAFE = AllowUnsafe.class.getCanonicalName();
    private static final String ALLOW_UNSAFE_LIST = AllowUnsafe.List.class.getCanonicalName();

    private final KindReader kinds;
    private final Map<String, Optional<MigrationDeclaration>> read = new HashMap<>();

    public MigrationReader(Elements elements) {
        kinds = new KindReader(elements);
    }

    /**
     * Reads a class.
     *
     * @param type the class
     * @return what is declared, or empty if the class carries no {@code @Migration}
     */
    public Optional<MigrationDeclaration> read(TypeElement type) {
        String name = type.getQualifiedName().toString();
        Optional<MigrationDeclaration> known = read.get(name);
        if (known == null) {
            Map<String, AnnotationMirror> annotations = Values.annotations(type);
            known = Optional.ofNullable(annotations.get(MIGRATION))
                    .map(mirror -> declaration(name, type, mirror, annotations));
            read.put(name, known);
        }
        return known;
    }

    /** Whether a type carries {@code @Migration}. */
    public static boolean isMigration(TypeElement type) {
        return Values.annotations(type).containsKey(MIGRATION);
    }

    /** The id on a class with {@code @Migration}, without reading the rest of it. */
    public static Optional<String> idOf(TypeElement type) {
        return Values.annotation(type, Migration.class)
                .map(mirror -> new Values(mirror).required("id"))
                .filter(Text::known)
                .map(Text::value);
    }

    private MigrationDeclaration declaration(
            String className, TypeElement type, AnnotationMirror mirror, Map<String, AnnotationMirror> annotations) {
        Values values = new Values(mirror);
        AnnotationMirror irreversible = annotations.get(IRREVERSIBLE);
        Text version = values.required("version");
        return new MigrationDeclaration(
                className,
                type,
                mirror,
                values.required("id"),
                values.required("description"),
                version,
                SemanticVersion.tryParse(version.value()),
                values.optional("database"),
                references(values),
                values.texts("replacesIds"),
                values.flag("transactional", true),
                values.flag("breaking", false),
                values.find("breaking"),
                phase(values),
                kinds.read(type),
                irreversible == null ? null : new Values(irreversible).required("value"),
                irreversible,
                waivers(annotations),
                hasUnresolvedReference(values) || kinds.hasUnresolvedSupertype(type));
    }

    private static boolean hasUnresolvedReference(Values values) {
        for (Relation relation : Relation.values()) {
            for (Values.Item item : values.list(relation.element())) {
                if (!(item.value().getValue() instanceof TypeMirror type) || type.getKind() == TypeKind.ERROR) {
                    return true;
                }
            }
        }
        return false;
    }

    private static List<Reference> references(Values values) {
        List<Reference> references = new ArrayList<>();
        for (Relation relation : Relation.values()) {
            for (Values.Item item : values.list(relation.element())) {
                if (item.value().getValue() instanceof TypeMirror type && type.getKind() != TypeKind.ERROR) {
                    references.add(new Reference(relation, elementOf(type), display(type), item.where()));
                }
            }
        }
        return references;
    }

    private static @Nullable TypeElement elementOf(TypeMirror type) {
        return (type instanceof DeclaredType declared && declared.asElement() instanceof TypeElement element)
                ? element
                : null;
    }

    private static String display(TypeMirror type) {
        TypeElement element = elementOf(type);
        return element == null ? type.toString() : element.getQualifiedName().toString();
    }

    private static Phase phase(Values values) {
        AnnotationValue value = values.find("phase");
        if (value != null && value.getValue() instanceof VariableElement constant) {
            for (Phase phase : Phase.values()) {
                if (constant.getSimpleName().contentEquals(phase.name())) {
                    return phase;
                }
            }
        }
        return Phase.NONE;
    }

    private static List<Waiver> waivers(Map<String, AnnotationMirror> annotations) {
        List<Waiver> waivers = new ArrayList<>();
        AnnotationMirror single = annotations.get(ALLOW_UNSAFE);
        if (single != null) {
            waivers.add(waiver(single, single));
        }
        AnnotationMirror container = annotations.get(ALLOW_UNSAFE_LIST);
        if (container != null) {
            for (Values.Item item : new Values(container).list("value")) {
                if (item.value().getValue() instanceof AnnotationMirror mirror) {
                    waivers.add(waiver(container, mirror));
                }
            }
        }
        return waivers;
    }

    private static Waiver waiver(AnnotationMirror place, AnnotationMirror mirror) {
        Values values = new Values(mirror);
        return new Waiver(place, values.required("rule"), values.required("reason"));
    }
}
