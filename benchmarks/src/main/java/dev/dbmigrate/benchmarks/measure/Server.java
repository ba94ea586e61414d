package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.contender.Connections;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** What a measurement asks of the PostgreSQL server outside of what is measured. */
final class Server {

    private Server() {}

    /** Writes out what earlier work has left in the server's buffers, so that the next subject does not pay for it. */
    static void settle() throws SQLException {
        try (Connection connection = Connections.open(TestDatabases.server(ServerKind.POSTGRES));
                Statement statement = connection.createStatement()) {
            statement.execute("CHECKPOINT");
        }
    }

    /** A subject that did not do the work is no subject. */
    static void requireTables(TargetConfig database, int count, String who) throws SQLException {
        String tables =
                single(database, "SELECT count(*) FROM pg_class WHERE relkind = 'r' AND relname ~ '^t[0-9]{5}$'");
        if (!tables.equals(Integer.toString(count))) {
            throw new IllegalStateException(who + " made " + tables + " tables instead of " + count);
        }
    }

    /** The one value of the one row of a query. */
    static String single(TargetConfig database, String sql) throws SQLException {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
