package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.lock.ReleasedMigrations;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlStatement;
import dev.dbmigrate.processor.source.Half;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What a rule looks at: one statement of a migration, and what is known around it. */
final class Subject {

    private final MigrationSql migration;
    private final Schema schema;
    private final ReleasedMigrations released;
    private final List<Finding> findings;
    private final Set<PostgresDiagnostic> once = EnumSet.noneOf(PostgresDiagnostic.class);
    private Sent sent;

    Subject(MigrationSql migration, Sent first, Schema schema, ReleasedMigrations released, List<Finding> findings) {
        this.migration = migration;
        this.sent = first;
        this.schema = schema;
        this.released = released;
        this.findings = findings;
    }

    void moveTo(Sent next) {
        sent = next;
    }

    SqlStatement sql() {
        return sent.sql();
    }

    List<SqlChange> changes() {
        return sent.changes();
    }

    Moment moment() {
        return sent.moment();
    }

    boolean isUp() {
        return sent.text().half() == Half.UP;
    }

    Schema schema() {
        return schema;
    }

    MigrationSql migration() {
        return migration;
    }

    MigrationDeclaration declaration() {
        return migration.declaration();
    }

    boolean isTransactional() {
        return declaration().transactional();
    }

    /** What to add to a statement that needs a migration without a transaction: nothing if it stands in one. */
    String inItsOwnMigration() {
        return isTransactional() ? " in a migration of its own with transactional = false" : "";
    }

    /** Whether no database holds rows in a table that anybody uses. */
    boolean isNew(SqlName table) {
        return schema.isCreated(table, this::isNotLive);
    }

    boolean isNewColumn(SqlName table, SqlName column) {
        return isNew(table) || schema.isAdded(table, column, this::isNotLive);
    }

    /** Whether a table was created by an earlier statement of this migration, or by one that is not released. */
    boolean wasJustCreated(SqlName table) {
        return schema.isCreated(
                table,
                origin -> isNotLive(origin)
                        && (!isOfThisMigration(origin) || origin.moment().isBefore(sent.moment())));
    }

    /** Whether something was made by this migration, or by one that no database has seen yet. */
    boolean isNotLive(Schema.Origin origin) {
        if (isOfThisMigration(origin)) {
            return origin.half() == Half.UP || !isUp();
        }
        if (origin.half() != Half.UP) {
            return false;
        }
        if (released.isKnown()) {
            return !released.contains(origin.migration().code().id());
        }
        // Semantic Versioning 4: nothing is released before 1.0.0
        MigrationDeclaration other = origin.migration().declaration();
        return other.semanticVersion().filter(version -> version.major() == 0).isPresent()
                && other.semanticVersion().equals(declaration().semanticVersion());
    }

    private boolean isOfThisMigration(Schema.Origin origin) {
        return origin.moment().migration() == sent.moment().migration();
    }

    void report(PostgresDiagnostic diagnostic, int index, Object... values) {
        findings.add(migration.code().finding(diagnostic, sent.text(), index, values));
    }

    /** Reports at the first of a migration's statements only. */
    void reportOnce(PostgresDiagnostic diagnostic, int index, Object... values) {
        if (once.add(diagnostic)) {
            report(diagnostic, index, values);
        }
    }
}
