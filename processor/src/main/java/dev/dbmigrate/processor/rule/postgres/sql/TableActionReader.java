package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the actions of an {@code ALTER TABLE}. */
final class TableActionReader {

    private final List<SqlToken> tokens;
    private final TokenReader reader;
    private final int start;

    private TableActionReader(List<SqlToken> tokens) {
        this.tokens = tokens;
        this.reader = new TokenReader(tokens);
        this.start = tokens.get(0).start();
    }

    static List<TableAction> read(List<SqlToken> tokens) {
        List<TableAction> actions = new ArrayList<>();
        for (List<SqlToken> item : TokenReader.items(tokens)) {
            TableAction action = new TableActionReader(item).action();
            actions.add(action == null ? new TableAction.Other(item.get(0).start()) : action);
        }
        return actions;
    }

    private @Nullable TableAction action() {
        if (reader.accept("add")) {
            return add();
        }
        if (reader.accept("drop")) {
            return drop();
        }
        if (reader.accept("alter")) {
            return reader.has("constraint") ? null : alterColumn();
        }
        if (reader.accept("validate", "constraint")) {
            SqlName name = reader.name();
            return name == null ? null : new TableAction.ValidateConstraint(start, name);
        }
        if (reader.accept("rename")) {
            return rename();
        }
        if (reader.has("detach", "partition") && tokens.get(tokens.size() - 1).is("concurrently")) {
            return new TableAction.DetachConcurrently(start);
        }
        return null;
    }

    private @Nullable TableAction add() {
        boolean column = reader.accept("column");
        if (!column && Constraint.begins(reader)) {
            return new TableAction.AddConstraint(start, Constraint.read(reader.rest()));
        }
        reader.accept("if", "not", "exists");
        SqlName name = reader.name();
        return name == null ? null : new TableAction.AddColumn(start, Column.read(name, reader));
    }

    private @Nullable TableAction drop() {
        boolean constraint = reader.accept("constraint");
        reader.accept("column");
        reader.accept("if", "exists");
        SqlName name = reader.name();
        if (name == null) {
            return null;
        }
        return constraint ? new TableAction.DropConstraint(start, name) : new TableAction.DropColumn(start, name);
    }

    private @Nullable TableAction alterColumn() {
        reader.accept("column");
        SqlName name = reader.name();
        if (name == null) {
            return null;
        }
        if (reader.accept("set", "not", "null")) {
            return new TableAction.SetNotNull(start, name);
        }
        if (reader.accept("set", "expression")) {
            return new TableAction.SetExpression(start, name);
        }
        if (!reader.accept("type") && !reader.accept("set", "data", "type")) {
            return null;
        }
        List<SqlToken> rest = reader.rest();
        SqlType type = SqlType.read(reader);
        List<SqlToken> typeTokens = rest.subList(0, rest.size() - reader.rest().size());
        boolean collates = reader.accept("collate");
        while (!reader.atEnd() && !reader.has("using")) {
            reader.skip();
        }
        reader.accept("using");
        return new TableAction.AlterType(start, name, type, typeTokens, reader.rest(), collates);
    }

    private @Nullable TableAction rename() {
        if (reader.has("constraint")) {
            return null;
        }
        if (reader.accept("to")) {
            SqlName to = reader.name();
            return to == null ? null : new TableAction.RenameTable(start, to);
        }
        reader.accept("column");
        SqlName from = reader.name();
        SqlName to = reader.accept("to") ? reader.name() : null;
        return from == null || to == null ? null : new TableAction.RenameColumn(start, from, to);
    }
}
