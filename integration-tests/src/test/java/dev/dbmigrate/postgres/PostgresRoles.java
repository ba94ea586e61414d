package dev.dbmigrate.postgres;

import dev.dbmigrate.documentation.Guide;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.PostgresQueries;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * Roles that have what the guide's section on grants gives them, and nothing else: not even what {@code PUBLIC} has in a
 * fresh database. A role belongs to the whole server, so each test names its own.
 */
final class PostgresRoles implements AutoCloseable {

    static final String PASSWORD = "pa55-of-a-role";

    private final TargetConfig owner;
    private final PostgresQueries queries;
    private final List<String> statements;
    private final List<String> roles = new ArrayList<>();
    private final String suffix = "_" + UUID.randomUUID().toString().substring(0, 8);

    PostgresRoles(TargetConfig owner) throws IOException, SQLException {
        this.owner = owner;
        this.queries = new PostgresQueries(owner);
        this.statements = Guide.blocks("postgres", "Grants", "sql");
        String database = database();
        queries.execute(
                "REVOKE ALL ON DATABASE \"" + database + "\" FROM PUBLIC; REVOKE ALL ON SCHEMA public FROM PUBLIC");
    }

    private String database() throws SQLException {
        return queries.strings("SELECT current_database()").get(0);
    }

    /** The migration user of the guide. */
    TargetConfig migrator() throws SQLException {
        run(0);
        return as("migrator");
    }

    /** The user of the guide that only looks; dbmigrate's tables must be there. */
    TargetConfig observer() throws SQLException {
        run(1);
        return as("observer");
    }

    /** The guide's migration user by another name, which does not own dbmigrate's tables; they must be there. */
    TargetConfig secondMigrator() throws SQLException {
        queries.execute(fitted(statements.get(0).replace("migrator", "second_migrator")));
        run(2);
        return as("second_migrator");
    }

    /** A user that may log in and connect, and nothing else. */
    TargetConfig nobody() throws SQLException {
        queries.execute(
                fitted("CREATE ROLE nobody LOGIN PASSWORD 'change-me';\nGRANT CONNECT ON DATABASE tutoring TO nobody"));
        return as("nobody");
    }

    /** The real name of a role of the guide. */
    String name(String role) {
        return role + suffix;
    }

    /** Runs a statement of the test as the database's owner, with the guide's names. */
    void execute(String sql) throws SQLException {
        queries.execute(fitted(sql));
    }

    private void run(int block) throws SQLException {
        queries.execute(fitted(statements.get(block)));
    }

    private String fitted(String sql) throws SQLException {
        return sql.replaceAll("\\b(second_migrator|migrator|observer|nobody)\\b", "$1" + suffix)
                .replaceAll("\\btutoring\\b", '"' + database() + '"')
                .replace("change-me", PASSWORD);
    }

    private TargetConfig as(String role) {
        roles.add(name(role));
        return new TargetConfig(
                owner.name(), owner.kind(), owner.url(), name(role), new Secret(PASSWORD), owner.options());
    }

    @Override
    public void close() throws SQLException {
        for (String role : roles) {
            queries.execute(
                    "SELECT pg_terminate_backend(pid, 10000) FROM pg_stat_activity WHERE usename = '" + role + "'");
            queries.execute("DROP OWNED BY " + role + " CASCADE; DROP ROLE " + role);
        }
    }
}
