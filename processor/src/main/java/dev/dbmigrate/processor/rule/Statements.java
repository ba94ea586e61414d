package dev.dbmigrate.processor.rule;

import dev.dbmigrate.processor.model.KindPart;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.Code;
import dev.dbmigrate.processor.source.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Finds the texts that reach a database: arguments of the contexts' methods, and of the clients behind them. */
public final class Statements {

    /** The methods whose first argument is a statement, by the kind whose context or client has them. */
    private static final Map<String, Set<String>> METHODS = Map.of(
            "postgres",
            Set.of(
                    "execute",
                    "update",
                    "query",
                    "executeUpdate",
                    "executeLargeUpdate",
                    "executeQuery",
                    "addBatch",
                    "prepareStatement",
                    "prepareCall",
                    "copyIn"),
            "neo4j",
            Set.of("run", "executableQuery"));

    private Statements() {}

    static List<Statement> of(MigrationDeclaration migration, Code code) {
        List<Statement> statements = new ArrayList<>();
        for (Call call : code.calls()) {
            Optional<String> kind = kind(call, migration);
            if (kind.isPresent() && !call.arguments().isEmpty()) {
                Argument argument = call.arguments().get(0);
                SourceText text = argument.text();
                if (text != null) {
                    statements.add(new Statement(kind.get(), call.half(), text, argument.spot()));
                }
            }
        }
        return statements;
    }

    /**
     * The argument of a call that is a statement, whether its value is known or not.
     *
     * @param call a call in a migration's code
     * @param migration the migration
     * @return the argument, or empty if the call sends none
     */
    public static Optional<Argument> text(Call call, MigrationDeclaration migration) {
        return call.arguments().isEmpty() || kind(call, migration).isEmpty()
                ? Optional.empty()
                : Optional.of(call.arguments().get(0));
    }

    /** The kind of database whose statements a call sends. */
    public static Optional<String> kind(Call call, MigrationDeclaration migration) {
        for (KindPart part : migration.kinds()) {
            if (METHODS.getOrDefault(part.kind(), Set.of()).contains(call.name())
                    && !call.root().isEmpty()) {
                return Optional.of(part.kind());
            }
        }
        return Optional.empty();
    }
}
