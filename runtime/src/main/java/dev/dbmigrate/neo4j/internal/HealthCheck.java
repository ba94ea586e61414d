package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.exceptions.Neo4jException;

/** Looks whether a Neo4j server can be used, and by this user. Changes nothing. */
final class HealthCheck {

    private static final int OLDEST_MAJOR = 5;

    private final TargetConfig config;
    private final Connections connections;
    private final ServerErrors errors;
    private final List<String> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    HealthCheck(TargetConfig config, Connections connections, ServerErrors errors) {
        this.config = config;
        this.connections = connections;
        this.errors = errors;
    }

    Health examine() {
        String server;
        String user;
        try {
            server = server();
            user = connections.ask("SHOW CURRENT USER YIELD user RETURN user", Map.of()).stream()
                    .findFirst()
                    .map(row -> row.get("user").asString(null))
                    .orElse(null);
        } catch (Neo4jException e) {
            findings.add(message(errors.translate("look at the server", e)));
            return new Health(false, null, null, findings, notes);
        }
        examineWriting();
        examineSessions();
        return new Health(true, server, user, findings, notes);
    }

    private String server() {
        Record kernel = connections
                .ask(
                        "CALL dbms.components() YIELD name, versions, edition"
                                + " WHERE name = 'Neo4j Kernel' RETURN versions[0] AS version, edition",
                        Map.of())
                .get(0);
        String version = kernel.get("version").asString();
        String edition = kernel.get("edition").asString();
        if (major(version) < OLDEST_MAJOR) {
            findings.add(
                    "Neo4j " + version + " is too old: dbmigrate needs 5.6 or newer, or a calendar version (2025.01)");
        }
        if (edition.equals("community")) {
            notes.add("Community Edition: no node key, existence or type constraints, and one database only");
        }
        return "Neo4j " + version + " " + edition;
    }

    private static int major(String version) {
        String digits = version.split("[^0-9]", 2)[0];
        return digits.isEmpty() ? 0 : Integer.parseInt(digits);
    }

    /** Writes a node of dbmigrate's own and takes it back. */
    private void examineWriting() {
        try (Session session = connections.recordsSession();
                Transaction transaction = session.beginTransaction()) {
            transaction
                    .run(
                            "CREATE (m:__DbMigrateMarker {migration_id: $id}) SET m.state = 'probe' DELETE m",
                            Map.of("id", ""))
                    .consume();
            transaction.rollback();
        } catch (Neo4jException e) {
            findings.add(message(errors.translate("write nodes", e)));
        }
    }

    private void examineSessions() {
        try {
            connections.ask("SHOW TRANSACTIONS YIELD transactionId RETURN count(*) AS count", Map.of());
        } catch (Neo4jException e) {
            findings.add("the user may not see transactions (" + ServerErrors.reason(e)
                    + "), so those of a runner that died cannot be ended at once: GRANT SHOW TRANSACTION (*) and TERMINATE"
                    + " TRANSACTION (*) ON DATABASE " + config.options().getOrDefault("database", "neo4j")
                    + " to its role");
        }
    }

    private static String message(DbMigrateException e) {
        return String.valueOf(e.getMessage());
    }
}
