package dev.dbmigrate.mongodb.internal;

import java.time.Instant;
import java.util.Date;
import org.bson.Document;

/**
 * What a server says of itself in its reply to {@code hello}.
 *
 * @param type what it is, for people
 * @param transactions whether it has transactions over several documents
 * @param localTime its clock
 */
record Deployment(String type, boolean transactions, Instant localTime) {

    static Deployment of(Document hello) {
        boolean sessions = hello.containsKey("logicalSessionTimeoutMinutes");
        Date time = hello.getDate("localTime");
        Instant now = time == null ? Instant.now() : time.toInstant();
        if ("isdbgrid".equals(hello.get("msg"))) {
            return new Deployment("sharded cluster", sessions, now);
        }
        if (hello.containsKey("setName")) {
            return new Deployment("replica set '" + hello.get("setName") + "'", sessions, now);
        }
        return new Deployment("standalone server", false, now);
    }
}
