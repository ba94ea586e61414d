package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Waiver;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** The {@code @AllowUnsafe} of all migrations, and which of them have waived something. For one round. */
public final class Waivers {

    private final Map<String, MigrationDeclaration> migrations = new HashMap<>();
    private final Set<String> used = new HashSet<>();
    private final ReleasedMigrations released;

    /** Knows the waivers of the module's migrations, and which of them can take none any more. */
    public Waivers(Migrations all, ReleasedMigrations released) {
        this.released = released;
        for (MigrationDeclaration migration : all.own()) {
            if (!migration.waivers().isEmpty()
                    || released.isReleased(migration.id().value())) {
                migrations.put(migration.className(), migration);
            }
        }
    }

    /**
     * Whether a finding is waived by the migration in which it stands, or by its release: what must not change can neither be
     * mended nor be given a waiver.
     */
    public boolean waive(Finding finding) {
        if (migrations.isEmpty() || !finding.diagnostic().isWaivable()) {
            return false;
        }
        Optional<MigrationDeclaration> migration = migrationOf(finding.element());
        String rule = finding.diagnostic().id();
        if (migration.filter(each -> released.isReleased(each.id().value())).isPresent()) {
            return true;
        }
        if (migration.isEmpty()
                || migration.get().waivers().stream()
                        .noneMatch(waiver -> waiver.rule().value().equals(rule))) {
            return false;
        }
        used.add(migration.get().className() + " " + rule);
        return true;
    }

    private Optional<MigrationDeclaration> migrationOf(@Nullable Element element) {
        for (Element at = element; at != null; at = at.getEnclosingElement()) {
            if (at instanceof TypeElement type) {
                MigrationDeclaration found =
                        migrations.get(type.getQualifiedName().toString());
                if (found != null) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    /**
     * The waivers that have waived nothing, once every rule has been asked.
     *
     * @param seen the classes whose code could be seen; of the others it is not known
     */
    public List<Finding> ofNothing(Collection<String> seen) {
        List<Finding> findings = new ArrayList<>();
        migrations.forEach((className, migration) -> {
            boolean judged = seen.contains(className)
                    && !released.isReleased(migration.id().value());
            for (Waiver waiver : judged ? migration.waivers() : List.<Waiver>of()) {
                String rule = waiver.rule().value();
                if (WaiverValidator.isOfWaivable(waiver) && !used.contains(className + " " + rule)) {
                    findings.add(MigrationDiagnostic.WAIVER_OF_NOTHING.on(
                            migration.type(),
                            waiver.annotation(),
                            waiver.rule().where(),
                            rule,
                            migration.type().getSimpleName()));
                }
            }
        });
        return findings;
    }
}
