package dev.dbmigrate.processor.rule.postgres.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The type of a column.
 *
 * @param name its one name among its several ({@code integer} for {@code int4}); empty if it cannot be read
 * @param modifiers the numbers in its parentheses
 * @param array whether it is an array
 * @param start the index at which it begins
 */
public record SqlType(String name, List<Integer> modifiers, boolean array, int start) {

    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("int", "integer"),
            Map.entry("int4", "integer"),
            Map.entry("int8", "bigint"),
            Map.entry("int2", "smallint"),
            Map.entry("bool", "boolean"),
            Map.entry("decimal", "numeric"),
            Map.entry("dec", "numeric"),
            Map.entry("float8", "double precision"),
            Map.entry("float4", "real"),
            Map.entry("character", "char"),
            Map.entry("bpchar", "char"),
            Map.entry("nchar", "char"),
            Map.entry("serial4", "serial"),
            Map.entry("serial8", "bigserial"),
            Map.entry("serial2", "smallserial"));

    private static final Set<String> VARYING = Set.of("char", "bit");
    private static final Set<String> ZONED = Set.of("timestamp", "time");
    private static final Map<String, String> SERIALS =
            Map.of("serial", "integer", "bigserial", "bigint", "smallserial", "smallint");

    public SqlType {
        modifiers = List.copyOf(modifiers);
    }

    static SqlType read(TokenReader reader) {
        int start = reader.peek().start();
        reader.accept("setof");
        reader.accept("national");
        SqlName written = reader.name();
        if (written == null) {
            return new SqlType("", List.of(), false, start);
        }
        String name = written.token().kind() == SqlToken.Kind.QUOTED_NAME
                ? written.display()
                : NAMES.getOrDefault(written.name(), written.name());
        if (VARYING.contains(name) && reader.accept("varying")) {
            name = name.equals("char") ? "varchar" : "varbit";
        } else if (name.equals("double")) {
            reader.accept("precision");
            name = "double precision";
        } else if (name.equals("interval")) {
            skipFields(reader);
        }
        List<Integer> modifiers = modifiers(reader.parenthesized());
        if (ZONED.contains(name)) {
            boolean zone = reader.accept("with", "time", "zone");
            reader.accept("without", "time", "zone");
            name += zone ? "tz" : "";
        }
        boolean array = reader.accept("array");
        while (reader.peek().is('[')) {
            reader.skip();
            array = true;
        }
        return new SqlType(name, modifiers, array, start);
    }

    private static void skipFields(TokenReader reader) {
        while (reader.has("year")
                || reader.has("month")
                || reader.has("day")
                || reader.has("hour")
                || reader.has("minute")
                || reader.has("second")
                || reader.has("to")) {
            reader.next();
        }
    }

    private static List<Integer> modifiers(List<SqlToken> tokens) {
        List<Integer> modifiers = new ArrayList<>();
        for (SqlToken token : tokens) {
            if (token.kind() == SqlToken.Kind.NUMBER
                    && token.text().length() < 9
                    && token.text().chars().allMatch(Character::isDigit)) {
                modifiers.add(Integer.parseInt(token.text()));
            }
        }
        return modifiers;
    }

    /** Whether it is one of the types that make a sequence. */
    public boolean isSerial() {
        return SERIALS.containsKey(name);
    }

    /** The type of the numbers that a serial holds. */
    public String ofSerial() {
        return SERIALS.getOrDefault(name, name);
    }

    /** Whether it is a date and time without a zone. */
    public boolean isTimestampWithoutZone() {
        return name.equals("timestamp");
    }

    /**
     * Whether a column of this type becomes one of another without being written anew.
     *
     * @see <a href="https://www.postgresql.org/docs/current/sql-altertable.html">ALTER TABLE, notes</a>
     */
    public boolean widensTo(SqlType to) {
        if (name.isEmpty() || array != to.array) {
            return false;
        }
        if (name.equals("varchar") || name.equals("text")) {
            return (to.name.equals("text") && to.modifiers.isEmpty())
                    || (to.name.equals("varchar") && isNotNarrower(to));
        }
        if (name.equals("cidr") && to.name.equals("inet")) {
            return true;
        }
        if (!name.equals(to.name)) {
            return false;
        }
        return switch (name) {
            case "varbit", "timestamp", "timestamptz", "time", "timetz", "interval" -> isNotNarrower(to);
            case "numeric" -> to.modifiers.isEmpty() || (hasSameScale(to) && isNotNarrower(to));
            default -> modifiers.equals(to.modifiers);
        };
    }

    private boolean hasSameScale(SqlType to) {
        return scale(modifiers) == scale(to.modifiers);
    }

    private static int scale(List<Integer> modifiers) {
        return modifiers.size() < 2 ? 0 : modifiers.get(1);
    }

    private boolean isNotNarrower(SqlType to) {
        return to.modifiers.isEmpty() || (!modifiers.isEmpty() && modifiers.get(0) <= to.modifiers.get(0));
    }
}
