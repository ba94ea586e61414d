package dev.dbmigrate.mongodb.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.time.Instant;
import java.util.Date;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * What a server says of itself in its reply to {@code hello}.
 *
 * @param type what it is, for people
 * @param transactions whether it has transactions over several documents
 * @param localTime its clock, or null if it does not tell
 */
record Deployment(
        String type, boolean transactions, @Nullable Instant localTime) {

    /**
     * Its clock, by which leases expire; never ours in its place.
     *
     * @throws DbMigrateException if it does not tell
     */
    Instant serverTime() {
        if (localTime == null) {
            throw new DbMigrateException(
                    Diagnostic.UNSUPPORTED_SERVER,
                    "the MongoDB server does not tell its time (localTime of hello), by which the lease expires");
        }
        return localTime;
    }

    static Deployment of(Document hello) {
        boolean sessions = hello.containsKey("logicalSessionTimeoutMinutes");
        Date time = hello.getDate("localTime");
        Instant now = time == null ? null : time.toInstant();
        if ("isdbgrid".equals(hello.get("msg"))) {
            return new Deployment("sharded cluster", sessions, now);
        }
        if (hello.containsKey("setName")) {
            return new Deployment("replica set '" + hello.get("setName") + "'", sessions, now);
        }
        return new Deployment("standalone server", false, now);
    }
}
