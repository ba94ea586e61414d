package dev.dbmigrate.benchmarks.contender;

import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Connections as anyone opens them. */
public final class Connections {

    private Connections() {}

    /**
     * Opens a connection with the driver's defaults.
     *
     * @param database the database
     * @return the connection, in auto-commit mode
     * @throws SQLException if there is none to be had
     */
    public static Connection open(TargetConfig database) throws SQLException {
        return DriverManager.getConnection(database.url(), database.user(), password(database));
    }

    /** The password in clear, or null if there is none: for handing to a driver and for nothing else. */
    public static @Nullable String password(TargetConfig database) {
        Secret password = database.password();
        return password == null ? null : password.reveal();
    }
}
