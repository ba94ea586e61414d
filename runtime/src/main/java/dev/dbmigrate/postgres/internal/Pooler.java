package dev.dbmigrate.postgres.internal;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.PGProperty;

/**
 * A pooler that gives each transaction another backend, as PgBouncer does with {@code pool_mode = transaction}. It tells
 * the driver a process id of its own making, which is how it is recognised.
 *
 * <p>The driver would prepare a statement on one backend, its {@code COMMIT} too, and then ask another one for it. So a
 * connection prepares nothing until it is known that no such pooler is in between.
 */
final class Pooler {

    /** The value of {@link PGProperty#PREPARE_THRESHOLD} with which nothing is prepared. */
    static final String PREPARE_NOTHING = "0";

    private Pooler() {}

    /**
     * Lets the driver prepare statements if it is connected to the backend itself.
     *
     * @return whether it is
     */
    static boolean adapt(Connection connection, int backendPid) throws SQLException {
        PGConnection postgres = connection.unwrap(PGConnection.class);
        boolean chosenByUser = connection.getMetaData().getURL().contains(PGProperty.PREPARE_THRESHOLD.getName() + "=");
        String threshold = PGProperty.PREPARE_THRESHOLD.getDefaultValue();
        boolean direct = postgres.getBackendPID() == backendPid;
        if (direct && !chosenByUser && threshold != null) {
            postgres.setPrepareThreshold(Integer.parseInt(threshold));
        }
        return direct;
    }
}
