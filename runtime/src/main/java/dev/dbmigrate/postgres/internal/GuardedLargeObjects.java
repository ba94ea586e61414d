package dev.dbmigrate.postgres.internal;

import java.sql.SQLException;
import org.postgresql.core.BaseConnection;
import org.postgresql.largeobject.LargeObject;
import org.postgresql.largeobject.LargeObjectManager;

/** The driver's large objects, except that closing one does not commit the migration's transaction. */
final class GuardedLargeObjects extends LargeObjectManager {

    GuardedLargeObjects(BaseConnection connection) throws SQLException {
        super(connection);
    }

    @Override
    public LargeObject open(long oid, int mode, boolean commitOnClose) throws SQLException {
        if (commitOnClose) {
            throw GuardedConnection.refused(
                    "a large object with commitOnClose is refused in a migration: its effect and"
                            + " its record in the history commit together when up or down returns. Open it without.");
        }
        return super.open(oid, mode, false);
    }
}
