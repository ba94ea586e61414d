package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.runtime.TargetConfig;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;

/** No library: one connection, and for each migration one transaction with its table and a row of a history. */
final class PlainJdbc implements Contender {

    /** The history; the question of {@link PlainQuestion} is put to it. */
    static final String HISTORY = "plain_history";

    private final List<String> statements;

    PlainJdbc(Workload workload) {
        this.statements = workload.statements();
    }

    @Override
    public String title() {
        return "plain JDBC";
    }

    @Override
    public void apply(TargetConfig database) throws SQLException {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE IF NOT EXISTS " + HISTORY + """
                     (
                      id bigint PRIMARY KEY,
                      description varchar(255) NOT NULL,
                      checksum varchar(80),
                      applied_by varchar(255) NOT NULL,
                      applied_at timestamptz NOT NULL DEFAULT now(),
                      execution_millis bigint NOT NULL,
                      success boolean NOT NULL)""");
            connection.setAutoCommit(false);
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO " + HISTORY
                    + " (id, description, checksum, applied_by, execution_millis, success)"
                    + " VALUES (?, ?, ?, ?, ?, true)")) {
                for (int i = 0; i < statements.size(); i++) {
                    long startedNanos = System.nanoTime();
                    String sql = statements.get(i);
                    statement.execute(sql);
                    insert.setLong(1, i + 1L);
                    insert.setString(2, sql);
                    insert.setString(3, Integer.toHexString(sql.hashCode()));
                    insert.setString(4, "benchmark");
                    insert.setLong(5, (System.nanoTime() - startedNanos) / 1_000_000);
                    insert.executeUpdate();
                    connection.commit();
                }
            }
        }
    }
}
