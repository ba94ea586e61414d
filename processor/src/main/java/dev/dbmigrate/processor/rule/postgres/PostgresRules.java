package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.rule.CodeRules;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.rule.ModuleCode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The rules about SQL for PostgreSQL. Each text is read once; what the module says about its tables is collected first, so
 * that the rules see what is new.
 */
public final class PostgresRules implements CodeRules {

    private static final List<PostgresRule> RULES = List.of(
            new CreateIndexRule(),
            new DropIndexRule(),
            new ReindexRule(),
            new OutsideTransactionRule(),
            new ForeignKeyRule(),
            new CheckRule(),
            new ValidateRule(),
            new NeverValidatedRule(),
            new SetNotNullRule(),
            new UniqueRule(),
            new VolatileDefaultRule(),
            new StoredColumnRule(),
            new TypeChangeRule(),
            new RequiredColumnRule(),
            new DropRule(),
            new RenameRule(),
            new TruncateRule(),
            new WholeTableRule(),
            new BackfillRule(),
            new LockTimeoutRule(),
            new UuidExtensionRule(),
            new NameLengthRule(),
            new ReservedWordRule(),
            new ColumnTypeRule(),
            new TransactionControlRule(),
            new MetaCommandRule());

    @Override
    public List<Finding> check(ModuleCode module) {
        List<MigrationCode> ordered = MigrationOrder.of(module.migrations().stream()
                .filter(code -> code.changes(MigrationSql.KIND))
                .toList());
        List<MigrationSql> migrations = new ArrayList<>();
        Map<String, Schema> schemas = new HashMap<>();
        for (MigrationCode code : ordered) {
            MigrationSql migration = MigrationSql.read(code, migrations.size());
            migrations.add(migration);
            Schema schema = schemas.computeIfAbsent(migration.database(), database -> new Schema());
            migration.sent().forEach(sent -> schema.add(migration, sent));
        }
        List<Finding> findings = new ArrayList<>();
        for (MigrationSql migration : migrations) {
            Schema schema = schemas.getOrDefault(migration.database(), new Schema());
            findings.addAll(check(migration, schema, module.released()));
        }
        return findings;
    }

    private static List<Finding> check(MigrationSql migration, Schema schema, ReleasedMigrations released) {
        List<Finding> findings = new ArrayList<>();
        if (migration.sent().isEmpty()) {
            return findings;
        }
        Subject subject = new Subject(migration, migration.sent().get(0), schema, released, findings);
        for (Sent sent : migration.sent()) {
            subject.moveTo(sent);
            for (PostgresRule rule : RULES) {
                if (sent.sql().isWhole() && (subject.isUp() || rule.holdsEverywhere())) {
                    rule.check(subject);
                }
            }
        }
        if (released.isKnown() && released.contains(migration.code().id())) {
            // released code cannot be mended any more; what is waived must still be found, or the waiver would be of
            // nothing
            findings.removeIf(finding -> migration.declaration().waivers().stream()
                    .noneMatch(waiver ->
                            waiver.rule().value().equals(finding.diagnostic().id())));
        }
        return findings;
    }
}
