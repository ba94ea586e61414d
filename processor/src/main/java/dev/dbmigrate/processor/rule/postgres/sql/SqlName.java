package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The name of a table, column, index or the like.
 *
 * @param schema its schema; empty if none is written, and for {@code public}, where what is not qualified mostly lands
 * @param name the name as the server keeps it
 * @param display how it is written
 * @param start the index at which it begins
 * @param token the name itself, without its schema
 */
public record SqlName(String schema, String name, String display, int start, SqlToken token) {

    static SqlName of(List<SqlToken> parts) {
        SqlToken last = parts.get(parts.size() - 1);
        String schema = parts.size() < 2 ? "" : parts.get(parts.size() - 2).name();
        return new SqlName(
                schema.equals("public") ? "" : schema,
                last.name(),
                parts.stream().map(SqlToken::text).collect(Collectors.joining(".")),
                parts.get(0).start(),
                last);
    }

    /** Whether two names can mean the same: a name without a schema may mean that of any. */
    public boolean mayBe(SqlName other) {
        return name.equals(other.name) && (schema.equals(other.schema) || schema.isEmpty() || other.schema.isEmpty());
    }

    /** The name with a piece before or behind it, without its schema and as it can be typed. */
    public String derived(String before, String behind) {
        String joined = before + name + behind;
        return isPlain(joined) ? joined : '"' + joined.replace("\"", "\"\"") + '"';
    }

    private static boolean isPlain(String name) {
        return !name.isEmpty()
                && !Character.isDigit(name.charAt(0))
                && name.chars().allMatch(c -> c == '_' || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'));
    }
}
