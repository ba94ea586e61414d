package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.runtime.TargetConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;

/** Makes PostgreSQL databases. */
final class PostgresDatabases {

    private PostgresDatabases() {}

    static FreshDatabase create(TargetConfig server, String name) throws SQLException {
        String database = FreshDatabases.freshName();
        execute(server, "CREATE DATABASE " + database);
        String url = server.url().replaceFirst("^(jdbc:postgresql://[^/?]+)(/[^?]*)?", "$1/" + database);
        TargetConfig target =
                new TargetConfig(name, server.kind(), url, server.user(), server.password(), server.options());
        return new FreshDatabase(
                target, () -> execute(server, "DROP DATABASE IF EXISTS " + database + " WITH (FORCE)"));
    }

    private static void execute(TargetConfig server, String sql) throws SQLException {
        Properties properties = new Properties();
        if (server.user() != null) {
            properties.put("user", server.user());
        }
        if (server.password() != null) {
            properties.put("password", server.password().reveal());
        }
        try (Connection connection = DriverManager.getConnection(server.url(), properties);
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
