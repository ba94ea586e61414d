package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoException;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Health;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/** Looks whether a database can be reached and whether the user may do what dbmigrate needs. */
final class HealthCheck {

    private static final List<String> NEEDED =
            List.of("find", "insert", "update", "remove", "createCollection", "createIndex");
    private static final int OLDEST_TESTED = 6;

    private final TargetConfig config;
    private final MongoAddress address;
    private final Connections connections;
    private final ServerErrors errors;
    private final List<String> findings = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();

    HealthCheck(TargetConfig config, MongoAddress address, Connections connections, ServerErrors errors) {
        this.config = config;
        this.address = address;
        this.connections = connections;
        this.errors = errors;
    }

    Health examine() {
        try {
            Deployment deployment = errors.guard("say what it is", connections::deployment);
            MongoDatabase database = connections.database(connections.recordsClient());
            Document build = errors.guard("say its version", () -> database.runCommand(new Document("buildInfo", 1)));
            describe(deployment, build);
            String user = rights(database);
            errors.guard(
                    "read its collections",
                    () -> connections.records(Names.FENCE).find().first());
            return new Health(true, "MongoDB " + build.getString("version"), user, findings, notes);
        } catch (DbMigrateException e) {
            return new Health(false, null, config.user(), List.of(String.valueOf(e.getMessage())), notes);
        }
    }

    private void describe(Deployment deployment, Document build) {
        notes.add("deployment: " + deployment.type());
        if (isWireServer(build)) {
            notes.add("this server only speaks MongoDB's protocol (the embedded mongo-java-server, or the like): no "
                    + "transactions, no collMod, no pipeline updates, validators are not enforced; test on a real MongoDB "
                    + "before production");
        } else if (major(build) < OLDEST_TESTED) {
            notes.add("versions before " + OLDEST_TESTED + ".0 are not tested");
        }
        if (!deployment.transactions()) {
            notes.add(
                    "no transactions: migrations are journaled; put writes into step(…) or idempotentStep(…), so that an "
                            + "interrupted one can be resumed");
        }
        if (!deployment.type().startsWith("replica")) {
            notes.add(
                    "sessions of an owner that lost its lease cannot always be ended here: it stops by itself before its "
                            + "next command, and none of its records is accepted");
        }
    }

    /** Such a server says so only by what its {@code buildInfo} lacks. */
    private static boolean isWireServer(Document build) {
        return !build.containsKey("allocator") && !build.containsKey("storageEngines");
    }

    private static int major(Document build) {
        String version = String.valueOf(build.getString("version"));
        int dot = version.indexOf('.');
        try {
            return Integer.parseInt(dot < 0 ? version : version.substring(0, dot));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    /** Compares the user's rights with what is needed. */
    private @Nullable String rights(MongoDatabase database) {
        Document status;
        try {
            status = database.runCommand(new Document("connectionStatus", 1).append("showPrivileges", true));
        } catch (MongoException e) {
            notes.add("the server does not tell the user's rights: " + ServerErrors.reason(e));
            return null;
        }
        Document info = status.get("authInfo", new Document());
        List<Document> users = info.getList("authenticatedUsers", Document.class, List.of());
        if (users.isEmpty()) {
            notes.add("the server asks for no user and no password");
            return null;
        }
        Set<String> missing = new LinkedHashSet<>(NEEDED);
        for (Document privilege : info.getList("authenticatedUserPrivileges", Document.class, List.of())) {
            if (covers(privilege.get("resource", new Document()))) {
                missing.removeAll(privilege.getList("actions", String.class, List.of()));
            }
        }
        if (!missing.isEmpty()) {
            findings.add("the user may not " + String.join(", ", missing) + " on '" + address.database()
                    + "': run db.grantRolesToUser(\"" + users.get(0).getString("user")
                    + "\", [{role: \"readWrite\", db: \""
                    + address.database() + "\"}])");
        }
        return users.get(0).getString("user");
    }

    private boolean covers(Document resource) {
        if (Boolean.TRUE.equals(resource.get("anyResource"))) {
            return true;
        }
        String db = resource.getString("db");
        boolean wholeDatabase = "".equals(resource.getString("collection"));
        return wholeDatabase && (address.database().equals(db) || "".equals(db));
    }
}
