package dev.dbmigrate.processor.model;

import dev.dbmigrate.annotations.Phase;
import dev.dbmigrate.model.SemanticVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/**
 * A class with {@code @Migration}, as it was written; nothing about it is known to be right.
 *
 * @param className the canonical name of the class; javac makes a new string at each question
 * @param type the class
 * @param annotation its {@code @Migration}
 * @param id the migration's id
 * @param description what it does
 * @param version the schema version that it belongs to
 * @param semanticVersion the same, if it is one
 * @param database the configured database, empty for the kind's own
 * @param references the classes that it names, in the order of {@link Relation} and then as written
 * @param replacesIds the ids that it stands for
 * @param transactional whether it runs in one transaction
 * @param breaking whether it breaks code written for the version before
 * @param breakingAt where that is said, or null for the default
 * @param phase its part in a change without downtime
 * @param kinds the kinds that it implements, in the order in which they run
 * @param irreversible why there is no way back, or null if nothing is said
 * @param irreversibleAnnotation where that is said, or null
 * @param waivers its {@code @AllowUnsafe}
 * @param unresolved whether it names a class that cannot be found; one may yet be generated, or the compiler complains
 */
public record MigrationDeclaration(
        String className,
        TypeElement type,
        AnnotationMirror annotation,
        Text id,
        Text description,
        Text version,
        Optional<SemanticVersion> semanticVersion,
        Text database,
        List<Reference> references,
        List<Text> replacesIds,
        boolean transactional,
        boolean breaking,
        @Nullable AnnotationValue breakingAt,
        Phase phase,
        List<KindPart> kinds,
        @Nullable Text irreversible,
        @Nullable AnnotationMirror irreversibleAnnotation,
        List<Waiver> waivers,
        boolean unresolved) {

    public MigrationDeclaration {
        references = List.copyOf(references);
        replacesIds = List.copyOf(replacesIds);
        kinds = List.copyOf(kinds);
        waivers = List.copyOf(waivers);
    }

    /** The references of one element of the annotation, as written. */
    public List<Reference> references(Relation relation) {
        List<Reference> found = new ArrayList<>();
        for (Reference reference : references) {
            if (reference.relation() == relation) {
                found.add(reference);
            }
        }
        return found;
    }

    /** The names of the databases that it changes, in the order in which its parts run. */
    public List<String> databases() {
        return kinds.stream().map(this::databaseOf).toList();
    }

    /** The name of the database that one of its parts changes. */
    public String databaseOf(KindPart part) {
        return database.value().isEmpty() ? part.kind() : database.value();
    }

    /** The id and the class for a message: {@code 003_add_users (com.acme.AddUsers)}. */
    public String display() {
        return id.value().isEmpty() ? className() : id.value() + " (" + className() + ")";
    }
}
