package dev.dbmigrate.processor.writing;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import dev.dbmigrate.processor.model.Text;
import dev.dbmigrate.processor.source.SourceFacts;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** From checked declarations to the lines of the manifest, in apply order. */
public final class ManifestModel {

    private ManifestModel() {}

    /**
     * Puts the module's migrations into their order.
     *
     * @param migrations checked migrations
     * @param facts what the source of each tells
     * @return one line a migration
     */
    public static List<ManifestLine> lines(Migrations migrations, Function<MigrationDeclaration, SourceFacts> facts) {
        Map<String, ManifestLine> byId = new HashMap<>();
        for (MigrationDeclaration migration : migrations.own()) {
            ManifestLine line = line(migration, migrations, facts.apply(migration));
            byId.put(line.id(), line);
        }
        return migrations.applyOrder().ids().stream().map(byId::get).toList();
    }

    private static ManifestLine line(MigrationDeclaration migration, Migrations all, SourceFacts facts) {
        String binaryName = all.elements().getBinaryName(migration.type()).toString();
        List<ManifestLine.Part> parts = new ArrayList<>();
        for (KindPart kind : migration.kinds()) {
            parts.add(new ManifestLine.Part(kind.kind(), migration.databaseOf(kind), kind.reversible()));
        }
        Text irreversible = migration.irreversible();
        return new ManifestLine(
                migration.type(),
                migration.id().value(),
                binaryName,
                migration.className(),
                migration.description().value(),
                migration.version().value(),
                parts,
                ids(migration, Relation.DEPENDS_ON, List.of(), all),
                ids(migration, Relation.AFTER, List.of(), all),
                ids(migration, Relation.REPLACES, migration.replacesIds(), all),
                facts.checksum(),
                migration.transactional(),
                migration.breaking(),
                migration.phase(),
                irreversible == null ? null : irreversible.value(),
                facts.file() == null ? sourceFile(migration, binaryName) : facts.file(),
                facts.line());
    }

    private static List<String> ids(
            MigrationDeclaration migration, Relation relation, List<Text> further, Migrations all) {
        List<String> ids = new ArrayList<>();
        for (Reference reference : migration.references(relation)) {
            all.find(reference).ifPresent(other -> ids.add(other.id().value()));
        }
        further.forEach(id -> ids.add(id.value()));
        ids.sort(MigrationId.NATURAL_ORDER);
        return ids;
    }

    /** A public class stands in a file of its own name, so the path needs no source to be seen. */
    private static String sourceFile(MigrationDeclaration migration, String name) {
        int nested = name.indexOf('$', name.lastIndexOf('.') + 2);
        return (nested < 0 || migration.type().getNestingKind() == javax.lang.model.element.NestingKind.TOP_LEVEL
                                ? name
                                : name.substring(0, nested))
                        .replace('.', '/')
                + ".java";
    }
}
