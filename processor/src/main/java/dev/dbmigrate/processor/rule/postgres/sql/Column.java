package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.List;
import java.util.Set;

/**
 * A column as {@code CREATE TABLE} or {@code ADD COLUMN} defines it.
 *
 * @param name its name
 * @param type its type
 * @param required whether it is {@code NOT NULL}, also as a primary key
 * @param defaultValue its default; empty if there is none
 * @param identity whether it is {@code GENERATED … AS IDENTITY}
 * @param generated whether it is {@code GENERATED ALWAYS AS (…)}
 * @param stored whether it is generated and stored
 * @param unique {@code UNIQUE} or {@code PRIMARY KEY}; empty if it is neither
 * @param check the condition of its {@code CHECK}; empty if there is none
 * @param references the table to which it refers; empty if to none
 */
public record Column(
        SqlName name,
        SqlType type,
        boolean required,
        List<SqlToken> defaultValue,
        boolean identity,
        boolean generated,
        boolean stored,
        String unique,
        List<SqlToken> check,
        String references) {

    private static final Set<String> AFTER_DEFAULT = Set.of(
            "constraint",
            "not",
            "null",
            "check",
            "unique",
            "primary",
            "references",
            "generated",
            "collate",
            "deferrable",
            "initially",
            "default");

    public Column {
        defaultValue = List.copyOf(defaultValue);
        check = List.copyOf(check);
    }

    static Column read(SqlName name, TokenReader reader) {
        SqlType type = SqlType.read(reader);
        boolean required = false;
        boolean identity = false;
        boolean generated = false;
        boolean stored = false;
        String unique = "";
        String references = "";
        List<SqlToken> defaultValue = List.of();
        List<SqlToken> check = List.of();
        while (!reader.atEnd()) {
            if (reader.accept("constraint")) {
                reader.next();
            } else if (reader.accept("not", "null")) {
                required = true;
            } else if (reader.accept("default")) {
                defaultValue = defaultValue(reader);
            } else if (reader.accept("primary", "key")) {
                required = true;
                unique = "PRIMARY KEY";
            } else if (reader.accept("unique")) {
                unique = "UNIQUE";
                boolean ignored = reader.accept("nulls", "not", "distinct") || reader.accept("nulls", "distinct");
            } else if (reader.accept("check")) {
                check = reader.parenthesized();
            } else if (reader.accept("references")) {
                SqlName table = reader.name();
                references = table == null ? "" : table.display();
            } else if (reader.accept("as", "identity")) {
                identity = true;
            } else if (reader.has("as") && reader.peek(1).is('(')) {
                reader.next();
                reader.skip();
                generated = true;
                stored = reader.accept("stored");
            } else {
                reader.skip();
            }
        }
        return new Column(name, type, required, defaultValue, identity, generated, stored, unique, check, references);
    }

    private static List<SqlToken> defaultValue(TokenReader reader) {
        List<SqlToken> all = reader.rest();
        reader.skip();
        while (!reader.atEnd() && !AFTER_DEFAULT.contains(reader.peek().text().toLowerCase(java.util.Locale.ROOT))) {
            reader.skip();
        }
        return all.subList(0, all.size() - reader.rest().size());
    }

    /** Whether rows that exist get a value that is not null. */
    public boolean fillsRows() {
        return identity || generated || type.isSerial() || hasDefault();
    }

    /** Whether it has a default other than null. */
    public boolean hasDefault() {
        return !defaultValue.isEmpty() && !defaultValue.get(0).is("null");
    }
}
