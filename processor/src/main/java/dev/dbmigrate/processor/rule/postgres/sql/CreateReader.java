package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Reads a {@code CREATE}. */
final class CreateReader {

    private static final SqlChange OTHER = new SqlChange.Other();

    private final TokenReader reader;

    CreateReader(TokenReader reader) {
        this.reader = reader;
    }

    SqlChange read() {
        reader.accept("create");
        reader.accept("or", "replace");
        if (reader.has("unique", "index") || reader.has("index")) {
            return index();
        }
        for (String kind : List.of("database", "tablespace", "subscription")) {
            if (reader.has(kind)) {
                return new SqlChange.OutsideTransaction("CREATE " + kind.toUpperCase(Locale.ROOT));
            }
        }
        while (reader.has("temp")
                || reader.has("temporary")
                || reader.has("unlogged")
                || reader.has("global")
                || reader.has("local")
                || reader.has("recursive")
                || (reader.has("foreign") && reader.peek(1).is("table"))) {
            reader.next();
        }
        if (reader.accept("table")) {
            return table();
        }
        if (reader.accept("materialized", "view")) {
            // it has rows and indexes of its own, as a table
            SqlName name = named();
            return name == null ? OTHER : new SqlChange.CreateTable(name, List.of(), List.of(), false);
        }
        for (String kind : List.of("view", "schema", "extension")) {
            if (reader.accept(kind)) {
                SqlName name = named();
                return name == null ? OTHER : new SqlChange.Create(kind.toUpperCase(Locale.ROOT), name);
            }
        }
        return OTHER;
    }

    private @org.jspecify.annotations.Nullable SqlName named() {
        reader.accept("if", "not", "exists");
        boolean authorization = reader.accept("authorization");
        SqlName name = reader.name();
        return authorization || name == null || !name.token().is("authorization") ? name : reader.name();
    }

    private SqlChange index() {
        reader.accept("unique");
        reader.accept("index");
        boolean concurrently = reader.accept("concurrently");
        reader.accept("if", "not", "exists");
        SqlName index = reader.has("on") ? null : reader.name();
        if (!reader.accept("on")) {
            return OTHER;
        }
        boolean only = reader.accept("only");
        SqlName table = reader.name();
        return table == null ? OTHER : new SqlChange.CreateIndex(index, table, concurrently, only);
    }

    private SqlChange table() {
        reader.accept("if", "not", "exists");
        SqlName name = reader.name();
        if (name == null) {
            return OTHER;
        }
        List<Column> columns = new ArrayList<>();
        List<Constraint> constraints = new ArrayList<>();
        for (List<SqlToken> item : TokenReader.items(reader.parenthesized())) {
            TokenReader element = new TokenReader(item);
            if (Constraint.begins(element)) {
                constraints.add(Constraint.read(item));
            } else if (!element.has("like")) {
                SqlName column = element.name();
                if (column != null) {
                    columns.add(Column.read(column, element));
                }
            }
        }
        boolean partitioned = false;
        while (!reader.atEnd()) {
            partitioned |= reader.has("partition", "by");
            reader.skip();
        }
        return new SqlChange.CreateTable(name, columns, constraints, partitioned);
    }

    /** The tables that a text which is not a statement creates somewhere. */
    static List<SqlName> namesOfTables(String text) {
        List<SqlName> names = new ArrayList<>();
        for (SqlStatement statement : SqlStatement.split(text)) {
            List<SqlToken> tokens = statement.tokens();
            for (int i = 0; i < tokens.size(); i++) {
                if (tokens.get(i).is("create")
                        && new CreateReader(new TokenReader(tokens.subList(i, tokens.size()))).read()
                                instanceof SqlChange.CreateTable created) {
                    names.add(created.table());
                    break;
                }
            }
        }
        return names;
    }
}
