package dev.dbmigrate.processor.rule.postgres;

import dev.dbmigrate.processor.rule.postgres.sql.Column;
import dev.dbmigrate.processor.rule.postgres.sql.Constraint;
import dev.dbmigrate.processor.rule.postgres.sql.SqlChange;
import dev.dbmigrate.processor.rule.postgres.sql.SqlName;
import dev.dbmigrate.processor.rule.postgres.sql.SqlType;
import dev.dbmigrate.processor.rule.postgres.sql.TableAction;
import dev.dbmigrate.processor.source.Half;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What the migrations of a module say about one database, by table and by the moment at which they say it. Built once, in
 * one pass; asked by names, so that a question costs what is known of that table.
 */
final class Schema {

    /** That something came to be, in a migration. */
    record Origin(SqlName name, MigrationSql migration, Half half, Moment moment) {}

    private record TypeAt(SqlName table, SqlType type, Moment moment) {}

    private record ConstraintAt(SqlName table, Constraint constraint, Moment moment) {}

    private record Named(SqlName table, Moment moment) {}

    private final Map<String, List<Origin>> relations = new HashMap<>();
    private final Map<String, List<Origin>> columns = new HashMap<>();
    private final Map<String, List<Origin>> reused = new HashMap<>();
    private final Map<String, List<Origin>> schemas = new HashMap<>();
    private final Map<String, List<TypeAt>> types = new HashMap<>();
    private final Map<String, List<ConstraintAt>> constraints = new HashMap<>();
    private final Map<String, List<Named>> validations = new HashMap<>();
    private final Map<String, List<Named>> dropped = new HashMap<>();
    private final Map<String, List<Named>> partitioned = new HashMap<>();
    private final Map<String, List<SqlName>> indexTables = new HashMap<>();
    private final Map<String, Moment> extensions = new HashMap<>();

    void add(MigrationSql migration, Sent sent) {
        Half half = sent.text().half();
        for (SqlChange change : sent.changes()) {
            if (change instanceof SqlChange.CreateTable create) {
                created(create.table(), migration, half, sent.moment());
                if (half == Half.UP) {
                    addTable(create, migration, sent.moment());
                }
            } else if (change instanceof SqlChange.Body body) {
                body.created().forEach(table -> created(table, migration, half, sent.moment()));
            } else if (half == Half.UP) {
                addUp(change, migration, sent.moment());
            }
        }
    }

    private void addTable(SqlChange.CreateTable create, MigrationSql migration, Moment moment) {
        for (Column column : create.columns()) {
            addColumn(create.table(), column, migration, moment);
        }
        for (Constraint constraint : create.constraints()) {
            constraint(create.table(), constraint, moment);
        }
        if (create.partitioned()) {
            put(partitioned, create.table().name(), new Named(create.table(), moment));
        }
    }

    private void addUp(SqlChange change, MigrationSql migration, Moment moment) {
        if (change instanceof SqlChange.CreateIndex create && create.index() != null) {
            put(indexTables, create.index().name(), create.table());
        } else if (change instanceof SqlChange.Create create) {
            if (create.kind().equals("EXTENSION")) {
                extensions.putIfAbsent(create.name().name(), moment);
            } else {
                Origin origin = new Origin(create.name(), migration, Half.UP, moment);
                put(
                        create.kind().equals("SCHEMA") ? schemas : reused,
                        create.name().name(),
                        origin);
            }
        } else if (change instanceof SqlChange.AlterTable alter) {
            alter.actions().forEach(action -> addAction(alter.table(), action, migration, moment));
        }
    }

    private void addAction(SqlName table, TableAction action, MigrationSql migration, Moment moment) {
        if (action instanceof TableAction.AddColumn add) {
            addColumn(table, add.column(), migration, moment);
        } else if (action instanceof TableAction.AlterType alter) {
            put(types, key(table, alter.column()), new TypeAt(table, alter.type(), moment));
        } else if (action instanceof TableAction.AddConstraint add) {
            constraint(table, add.constraint(), moment);
        } else if (action instanceof TableAction.ValidateConstraint validate) {
            put(validations, key(table, validate.constraint()), new Named(table, moment));
        } else if (action instanceof TableAction.DropConstraint drop) {
            put(dropped, key(table, drop.constraint()), new Named(table, moment));
        } else if (action instanceof TableAction.RenameTable rename) {
            put(reused, rename.to().name(), new Origin(rename.to(), migration, Half.UP, moment));
            // a table that is new stays new under its new name
            latest(relations, table.name(), table)
                    .ifPresent(origin -> created(rename.to(), origin.migration(), origin.half(), origin.moment()));
        } else if (action instanceof TableAction.RenameColumn rename) {
            latest(columns, key(table, rename.column()), table)
                    .ifPresent(origin -> put(columns, key(table, rename.to()), origin));
        }
    }

    private static Optional<Origin> latest(Map<String, List<Origin>> map, String key, SqlName table) {
        return map.getOrDefault(key, List.of()).stream()
                .filter(origin -> origin.name().mayBe(table))
                .reduce((first, last) -> last);
    }

    private void created(SqlName table, MigrationSql migration, Half half, Moment moment) {
        Origin origin = new Origin(table, migration, half, moment);
        put(relations, table.name(), origin);
        put(reused, table.name(), origin);
    }

    private void addColumn(SqlName table, Column column, MigrationSql migration, Moment moment) {
        put(columns, key(table, column.name()), new Origin(table, migration, Half.UP, moment));
        put(types, key(table, column.name()), new TypeAt(table, column.type(), moment));
        if (!column.check().isEmpty()) {
            Constraint check = Constraint.ofColumn(column);
            constraint(table, check, moment);
        }
    }

    private void constraint(SqlName table, Constraint constraint, Moment moment) {
        put(constraints, table.name(), new ConstraintAt(table, constraint, moment));
    }

    /** Whether a table, or a materialized view, or the schema in which it stands, came to be somewhere. */
    boolean isCreated(SqlName table, Predicate<Origin> where) {
        return matches(relations, table.name(), origin -> origin.name().mayBe(table) && where.test(origin))
                || matches(schemas, table.schema(), where);
    }

    /** Whether a column was added somewhere. */
    boolean isAdded(SqlName table, SqlName column, Predicate<Origin> where) {
        return matches(columns, key(table, column), origin -> origin.name().mayBe(table) && where.test(origin));
    }

    /** Whether something else takes the name of a table over. */
    boolean isReused(SqlName table, Predicate<Origin> where) {
        return matches(reused, table.name(), origin -> origin.name().mayBe(table) && where.test(origin));
    }

    /** The type of a column just before a moment, if the module says it. */
    Optional<SqlType> typeBefore(SqlName table, SqlName column, Moment moment) {
        return types.getOrDefault(key(table, column), List.of()).stream()
                .filter(type -> type.table().mayBe(table) && type.moment().isBefore(moment))
                .reduce((first, last) -> last)
                .map(TypeAt::type);
    }

    /** Whether a check that was validated before a moment says that a column is there. */
    boolean isProvedPresent(SqlName table, SqlName column, Moment moment) {
        return matches(
                constraints,
                table.name(),
                at -> at.table().mayBe(table)
                        && at.moment().isBefore(moment)
                        && (at.constraint().kind() == Constraint.Kind.CHECK
                                || at.constraint().kind() == Constraint.Kind.NOT_NULL)
                        && at.constraint().columns().stream()
                                .anyMatch(name -> name.name().equals(column.name()))
                        && isValidBefore(at, moment)
                        && !isDroppedBefore(at, moment));
    }

    private boolean isValidBefore(ConstraintAt at, Moment moment) {
        SqlName name = at.constraint().name();
        return !at.constraint().notValid()
                || (name != null
                        && matches(
                                validations,
                                key(at.table(), name),
                                each -> each.moment().isBefore(moment)));
    }

    private boolean isDroppedBefore(ConstraintAt at, Moment moment) {
        SqlName name = at.constraint().name();
        return name != null
                && matches(
                        dropped,
                        key(at.table(), name),
                        each -> at.moment().isBefore(each.moment())
                                && each.moment().isBefore(moment));
    }

    /** Whether any migration validates a constraint, or drops it again. */
    boolean isSettled(SqlName table, SqlName constraint) {
        return validations.containsKey(key(table, constraint)) || dropped.containsKey(key(table, constraint));
    }

    /** Whether a constraint is added in a migration. */
    boolean isAddedIn(SqlName table, SqlName constraint, int migration) {
        return matches(
                constraints,
                table.name(),
                at -> at.moment().migration() == migration
                        && at.constraint().name() != null
                        && at.constraint().name().name().equals(constraint.name()));
    }

    boolean isPartitioned(SqlName table) {
        return matches(partitioned, table.name(), each -> each.table().mayBe(table));
    }

    /** The tables on which the module creates indexes of a name. */
    List<SqlName> tablesOfIndex(SqlName index) {
        return indexTables.getOrDefault(index.name(), List.of());
    }

    /** Whether an extension is created in an earlier migration, or in this one. */
    boolean hasExtension(String name, int migration) {
        Moment created = extensions.get(name);
        return created != null && created.migration() <= migration;
    }

    private static <T> boolean matches(Map<String, List<T>> map, String key, Predicate<T> condition) {
        return map.getOrDefault(key, List.of()).stream().anyMatch(condition);
    }

    private static <T> void put(Map<String, List<T>> map, String key, T value) {
        map.computeIfAbsent(key, name -> new ArrayList<>()).add(value);
    }

    private static String key(SqlName table, SqlName part) {
        return table.name() + "\n" + part.name();
    }
}
