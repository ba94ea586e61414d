package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Constraint;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import java.util.stream.Collectors;

/** The names that the server itself would give. */
final class ConstraintNames {

    private ConstraintNames() {}

    /** The constraint's own name, or the one that it would get. */
    static String of(SqlName table, Constraint constraint) {
        SqlName name = constraint.name();
        if (name != null) {
            return name.display();
        }
        String columns =
                constraint.columns().stream().map(column -> "_" + column.name()).collect(Collectors.joining());
        return switch (constraint.kind()) {
            case FOREIGN_KEY -> table.derived("", columns + "_fkey");
            case UNIQUE -> table.derived("", columns + "_key");
            case PRIMARY_KEY -> table.derived("", "_pkey");
            case NOT_NULL -> table.derived("", columns + "_not_null");
            default -> table.derived("", columns + "_check");
        };
    }
}
