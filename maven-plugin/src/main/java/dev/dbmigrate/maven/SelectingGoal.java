package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/** A goal for which migrations can be selected. */
abstract class SelectingGoal extends RuntimeGoal {

    /** Ids of migrations, separated by commas. */
    @Parameter(property = "dbmigrate.migration")
    @Nullable
    String migration;

    /** A version or an id: up to it when migrations are applied, down to it (itself kept) when they are rolled back. */
    @Parameter(property = "dbmigrate.to")
    @Nullable
    String to;

    /** Names of databases, separated by commas. */
    @Parameter(property = "dbmigrate.only")
    @Nullable
    String only;

    SelectingGoal(String command) {
        super(command);
    }

    @Override
    void collect(Map<String, String> values) {
        put("dbmigrate.migration", migration, values);
        put("dbmigrate.to", to, values);
        put("dbmigrate.only", only, values);
    }
}
