package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of a table.
 *
 * @param kind which one
 * @param name its name, if one is written
 * @param columns the columns in its parentheses; of a check, those whose presence it requires ({@code c IS NOT NULL})
 * @param notValid whether the rows that exist are not checked yet
 * @param usingIndex whether it takes an index that exists
 * @param body its tokens, without its name
 */
public record Constraint(
        Kind kind,
        @Nullable SqlName name,
        List<SqlName> columns,
        boolean notValid,
        boolean usingIndex,
        List<SqlToken> body) {

    /** What it requires. */
    public enum Kind {
        FOREIGN_KEY,
        CHECK,
        UNIQUE,
        PRIMARY_KEY,
        NOT_NULL,
        OTHER
    }

    public Constraint {
        columns = List.copyOf(columns);
        body = List.copyOf(body);
    }

    /** Whether a constraint begins here, and not a column. */
    static boolean begins(TokenReader reader) {
        SqlToken second = reader.peek(1);
        return switch (reader.peek().text().toLowerCase(Locale.ROOT)) {
            case "constraint" -> reader.has("constraint");
            case "check" -> second.is('(');
            case "unique" -> second.is('(') || second.is("nulls") || second.is("using");
            case "primary", "foreign" -> second.is("key");
            case "exclude" -> second.is('(') || second.is("using");
            case "not" -> second.is("null");
            default -> false;
        };
    }

    static Constraint read(List<SqlToken> tokens) {
        TokenReader reader = new TokenReader(tokens);
        SqlName name = reader.accept("constraint") ? reader.name() : null;
        List<SqlToken> body = reader.rest();
        Kind kind = kind(reader);
        List<SqlName> columns = new ArrayList<>();
        if (kind == Kind.CHECK) {
            columns.addAll(present(reader.parenthesized()));
        } else if (kind == Kind.NOT_NULL) {
            columns.addAll(reader.names());
        } else {
            boolean ignored = reader.accept("nulls", "not", "distinct") || reader.accept("nulls", "distinct");
            columns.addAll(new TokenReader(reader.parenthesized()).names());
        }
        boolean notValid = false;
        boolean usingIndex = false;
        while (!reader.atEnd()) {
            notValid |= reader.has("not", "valid");
            usingIndex |= reader.has("using", "index") && !reader.peek(2).is("tablespace");
            reader.skip();
        }
        return new Constraint(kind, name, columns, notValid, usingIndex, body);
    }

    private static Kind kind(TokenReader reader) {
        if (reader.accept("foreign", "key")) {
            return Kind.FOREIGN_KEY;
        }
        if (reader.accept("check")) {
            return Kind.CHECK;
        }
        if (reader.accept("unique")) {
            return Kind.UNIQUE;
        }
        if (reader.accept("primary", "key")) {
            return Kind.PRIMARY_KEY;
        }
        return reader.accept("not", "null") ? Kind.NOT_NULL : Kind.OTHER;
    }

    /** The columns that a condition requires to be there; none if an {@code OR} makes that unsure. */
    static List<SqlName> present(List<SqlToken> condition) {
        List<SqlName> columns = new ArrayList<>();
        for (int i = 0; i < condition.size(); i++) {
            if (condition.get(i).is("or")) {
                return List.of();
            }
            TokenReader reader = new TokenReader(condition.subList(i, condition.size()));
            if (reader.peek().isName()
                    && reader.peek(1).is("is")
                    && reader.peek(2).is("not")
                    && reader.peek(3).is("null")) {
                columns.add(SqlName.of(List.of(reader.peek())));
            }
        }
        return columns;
    }

    /** The check that is written with a column. */
    public static Constraint ofColumn(Column column) {
        return new Constraint(Kind.CHECK, null, present(column.check()), false, false, column.check());
    }

    /** The index at which it begins. */
    public int start() {
        return name == null ? body.get(0).start() : name.start();
    }
}
