package dev.dbmigrate.processor.rule;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.source.Code;
import dev.dbmigrate.processor.source.Spot;
import java.util.List;

/**
 * One migration and what its code does.
 *
 * @param migration what is declared
 * @param code its calls
 * @param statements the texts that it sends, in the order in which they are written
 */
public record MigrationCode(MigrationDeclaration migration, Code code, List<Statement> statements) {

    public MigrationCode {
        statements = List.copyOf(statements);
    }

    /** Its id, for messages and for {@link dev.dbmigrate.processor.lock.ReleasedMigrations}. */
    public String id() {
        return migration.id().value();
    }

    /** Whether it changes a kind of database. */
    public boolean changes(String kind) {
        return migration.kinds().stream().anyMatch(part -> part.kind().equals(kind));
    }

    /** A finding inside of a statement. */
    public Finding finding(CompileDiagnostic diagnostic, Statement statement, int index, Object... values) {
        return diagnostic.at(
                migration.type(), statement.spot(), statement.text().at(index), values);
    }

    /** A finding at an expression. */
    public Finding finding(CompileDiagnostic diagnostic, Spot spot, Object... values) {
        return diagnostic.at(migration.type(), spot, spot.position(), values);
    }
}
