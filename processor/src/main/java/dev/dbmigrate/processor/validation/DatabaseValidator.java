package dev.dbmigrate.processor.validation;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.MigrationDiagnostic;
import dev.dbmigrate.processor.diagnostic.Nearest;
import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Text;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** {@code database} is the name of one database of the migration's one kind. */
final class DatabaseValidator implements MigrationValidator {

    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");

    /** The kinds of the runtime and their interfaces; kinds of others cannot be listed from here. */
    private static final Map<String, String> KINDS = Map.of(
            "postgres", "PostgresMigration",
            "redis", "RedisMigration",
            "neo4j", "Neo4jMigration",
            "mongodb", "MongoMigration",
            "weaviate", "WeaviateMigration");

    @Override
    public List<Finding> validate(MigrationDeclaration migration, Migrations all) {
        Text database = migration.database();
        String name = database.value();
        if (name.isEmpty() || migration.kinds().isEmpty()) {
            return List.of();
        }
        if (!FORM.matcher(name).matches()) {
            return List.of(finding(MigrationDiagnostic.DATABASE_FORM, migration, name, suggest(name, migration)));
        }
        if (migration.kinds().size() > 1) {
            String kinds = migration.kinds().stream().map(KindPart::kind).collect(Collectors.joining(", "));
            return List.of(finding(MigrationDiagnostic.DATABASE_FOR_SEVERAL_KINDS, migration, name, kinds));
        }
        KindPart kind = migration.kinds().get(0);
        String other = KINDS.get(name);
        if (other != null && !name.equals(kind.kind())) {
            return List.of(finding(
                    MigrationDiagnostic.DATABASE_OF_ANOTHER_KIND,
                    migration,
                    name,
                    name,
                    migration.type().getSimpleName(),
                    kind.type().getSimpleName(),
                    kind.kind(),
                    other));
        }
        boolean nearly = !name.equals(kind.kind())
                && (name.equalsIgnoreCase(kind.kind())
                        || (name.length() <= kind.kind().length() && Nearest.distance(name, kind.kind()) == 1));
        return nearly
                ? List.of(finding(MigrationDiagnostic.DATABASE_NEARLY_KIND, migration, name, kind.kind(), kind.kind()))
                : List.of();
    }

    private static Finding finding(MigrationDiagnostic diagnostic, MigrationDeclaration migration, Object... values) {
        return diagnostic.on(
                migration.type(), migration.annotation(), migration.database().where(), values);
    }

    private static String suggest(String name, MigrationDeclaration migration) {
        String plain = name.strip().replaceAll("[^A-Za-z0-9_-]+", "_").replaceAll("^[^A-Za-z]+|_+$", "");
        return plain.isEmpty() ? migration.kinds().get(0).kind() : plain;
    }
}
