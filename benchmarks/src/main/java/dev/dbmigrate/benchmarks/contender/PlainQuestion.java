package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.runtime.TargetConfig;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The least that can find out that nothing is to be done: connect, and ask one question of the history's index. */
final class PlainQuestion implements Contender {

    @Override
    public String title() {
        return "connect + one query";
    }

    @Override
    public void apply(TargetConfig database) throws SQLException {
        try (Connection connection = Connections.open(database);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT max(id) FROM " + PlainJdbc.HISTORY)) {
            if (!result.next()) {
                throw new IllegalStateException("max(id) always gives a row");
            }
        }
    }
}
