package dev.dbmigrate.processor.lock;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import dev.dbmigrate.processor.source.SourceFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** A released migration is what it was when it was released. */
public final class ReleasedCheck {

    /** What the source of a class tells. */
    public interface Facts {

        /** Of one class. */
        SourceFacts of(TypeElement type);
    }

    private final LockFile lock;
    private final Migrations all;
    private final Facts facts;

    ReleasedCheck(LockFile lock, Migrations all, Facts facts) {
        this.lock = lock;
        this.all = all;
        this.facts = facts;
    }

    /** What was changed; the code is named only where nothing that stands in the annotation explains the other checksum. */
    List<Finding> changes(MigrationDeclaration migration, LockFile.Entry entry) {
        List<Finding> findings = new ArrayList<>();
        dependencies(migration, entry, findings);
        String id = entry.id();
        if (!migration.kinds().isEmpty() && !migration.databases().equals(entry.databases())) {
            findings.add(LockDiagnostic.DATABASES_CHANGED.on(
                    migration.type(),
                    migration.annotation(),
                    migration.database().where(),
                    id,
                    LockCheck.place(lock, id),
                    String.join(", ", entry.databases()),
                    String.join(", ", migration.databases()),
                    LockCheck.accept(id)));
        }
        if (migration.semanticVersion().filter(entry.version()::equals).isEmpty()
                && migration.semanticVersion().isPresent()) {
            findings.add(LockDiagnostic.VERSION_CHANGED.on(
                    migration.type(),
                    migration.annotation(),
                    migration.version().where(),
                    id,
                    LockCheck.place(lock, id),
                    entry.version(),
                    migration.version().value(),
                    entry.version(),
                    LockCheck.accept(id)));
        }
        if (findings.isEmpty()) {
            code(migration, entry).ifPresent(findings::add);
        }
        return findings;
    }

    private Optional<Finding> code(MigrationDeclaration migration, LockFile.Entry entry) {
        String before = entry.checksum();
        String now = before == null ? null : facts.of(migration.type()).checksum();
        return now == null || now.equals(before)
                ? Optional.empty()
                : Optional.of(LockDiagnostic.EDITED.on(
                        migration.type(), entry.id(), LockCheck.place(lock, entry.id()), LockCheck.accept(entry.id())));
    }

    private void dependencies(MigrationDeclaration migration, LockFile.Entry entry, List<Finding> findings) {
        TreeSet<String> now = new TreeSet<>(MigrationId.NATURAL_ORDER);
        @Nullable AnnotationValue first = null;
        for (Reference reference : migration.references(Relation.DEPENDS_ON)) {
            first = first == null ? reference.where() : first;
            Optional<String> id = all.find(reference).map(found -> found.id().value());
            if (id.isPresent() && isNew(id.get())) {
                findings.add(LockDiagnostic.DEPENDS_ON_NEW.on(
                        migration.type(),
                        migration.annotation(),
                        reference.where(),
                        entry.id(),
                        LockCheck.place(lock, entry.id()),
                        id.get(),
                        reference.display().substring(reference.display().lastIndexOf('.') + 1)));
            } else {
                id.ifPresent(now::add);
            }
        }
        if (!List.copyOf(now).equals(entry.dependsOn())) {
            findings.add(LockDiagnostic.DEPENDENCIES_CHANGED.on(
                    migration.type(),
                    migration.annotation(),
                    first,
                    entry.id(),
                    LockCheck.place(lock, entry.id()),
                    String.join(", ", entry.dependsOn()),
                    String.join(", ", now),
                    LockCheck.accept(entry.id())));
        }
    }

    /** Of this module: what other modules have released stands in lock files of their own. */
    private boolean isNew(String id) {
        return lock.find(id).isEmpty() && !all.ownWithId(id).isEmpty();
    }
}
