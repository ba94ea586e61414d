package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads what a statement does. Never fails: what it cannot read is {@link SqlChange.Other}. */
public final class StatementReader {

    private static final SqlChange OTHER = new SqlChange.Other();

    private final TokenReader reader;
    private final SqlStatement statement;

    private StatementReader(SqlStatement statement) {
        this.statement = statement;
        this.reader = new TokenReader(statement.tokens());
    }

    /** What a statement does; several things if it is a query with changes in its {@code WITH}. */
    public static List<SqlChange> read(SqlStatement statement) {
        if (!statement.isWhole()) {
            return List.of(OTHER);
        }
        return new StatementReader(statement).read();
    }

    private List<SqlChange> read() {
        SqlToken first = reader.peek();
        if (first.kind() == SqlToken.Kind.META_COMMAND) {
            return List.of(new SqlChange.MetaCommand(first.text().strip()));
        }
        if (first.kind() != SqlToken.Kind.WORD) {
            return List.of(OTHER);
        }
        return switch (first.text().toLowerCase(Locale.ROOT)) {
            case "create" -> List.of(new CreateReader(reader).read());
            case "alter" -> List.of(alter());
            case "drop" -> List.of(drop());
            case "reindex" -> List.of(reindex());
            case "truncate" -> List.of(truncate());
            case "set" -> List.of(set());
            case "do" -> List.of(body());
            case "vacuum", "cluster" -> List.of(maintenance());
            case "update", "delete", "insert", "with", "select", "merge" -> new DataReader(reader).read();
            case "begin", "commit", "rollback", "end", "abort", "start", "prepare", "savepoint", "release" ->
                List.of(control());
            default -> List.of(OTHER);
        };
    }

    private SqlChange alter() {
        if (reader.accept("alter", "system")) {
            return new SqlChange.OutsideTransaction("ALTER SYSTEM");
        }
        if (!reader.accept("alter", "table") || reader.has("all", "in")) {
            return OTHER;
        }
        reader.accept("if", "exists");
        reader.accept("only");
        SqlName table = reader.name();
        if (table == null) {
            return OTHER;
        }
        reader.accept('*');
        return new SqlChange.AlterTable(table, TableActionReader.read(reader.rest()));
    }

    private SqlChange drop() {
        reader.next();
        boolean table = reader.accept("table") || reader.accept("foreign", "table");
        if (table || reader.accept("index")) {
            boolean concurrently = reader.accept("concurrently");
            reader.accept("if", "exists");
            return new SqlChange.Drop(table ? "TABLE" : "INDEX", reader.names(), concurrently);
        }
        for (String kind : List.of("database", "tablespace", "subscription")) {
            if (reader.has(kind)) {
                return new SqlChange.OutsideTransaction("DROP " + kind.toUpperCase(Locale.ROOT));
            }
        }
        return OTHER;
    }

    private SqlChange reindex() {
        reader.next();
        String options = statement.text(reader.parenthesized()).toLowerCase(Locale.ROOT);
        String kind = reader.next().text().toUpperCase(Locale.ROOT);
        boolean concurrently = reader.accept("concurrently") || options.contains("concurrently");
        return new SqlChange.Reindex(kind, reader.name(), concurrently);
    }

    private SqlChange truncate() {
        reader.next();
        reader.accept("table");
        List<SqlName> tables = new ArrayList<>();
        do {
            reader.accept("only");
            SqlName table = reader.name();
            if (table == null) {
                return OTHER;
            }
            tables.add(table);
            reader.accept('*');
        } while (reader.accept(','));
        return new SqlChange.Truncate(tables, reader.rest().stream().anyMatch(token -> token.is("cascade")));
    }

    private SqlChange set() {
        reader.next();
        if (!reader.accept("local")) {
            reader.accept("session");
        }
        SqlName parameter = reader.name();
        return parameter == null ? OTHER : new SqlChange.SetParameter(parameter.name());
    }

    private SqlChange body() {
        List<SqlName> created = new ArrayList<>();
        for (SqlToken token : statement.tokens()) {
            if (token.kind() == SqlToken.Kind.STRING) {
                created.addAll(CreateReader.namesOfTables(
                        token.text().replace('$', ' ').replace('\'', ' ')));
            }
        }
        return new SqlChange.Body(created);
    }

    /** {@code VACUUM} always, {@code CLUSTER} of all tables. */
    private SqlChange maintenance() {
        if (reader.accept("vacuum")) {
            return new SqlChange.OutsideTransaction("VACUUM");
        }
        reader.next();
        reader.accept("verbose");
        reader.parenthesized();
        return reader.atEnd() ? new SqlChange.OutsideTransaction("CLUSTER") : OTHER;
    }

    private SqlChange control() {
        String first = reader.next().text().toUpperCase(Locale.ROOT);
        String second = reader.peek().text().toUpperCase(Locale.ROOT);
        return switch (first) {
            case "SAVEPOINT", "RELEASE" -> new SqlChange.TransactionControl(first, true);
            case "START", "PREPARE" ->
                second.equals("TRANSACTION") ? new SqlChange.TransactionControl(first + " TRANSACTION", false) : OTHER;
            case "ROLLBACK" -> {
                boolean ignored = reader.accept("work") || reader.accept("transaction");
                yield new SqlChange.TransactionControl(first, reader.has("to"));
            }
            default -> new SqlChange.TransactionControl(first, false);
        };
    }
}
