package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoException;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoDatabase;
import dev.dbmigrate.runtime.spi.Lease;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.regex.Pattern;
import org.bson.Document;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends what older owners of a history still have running on a server. */
final class OldSessions {

    private static final Logger LOG = LoggerFactory.getLogger(OldSessions.class);

    private final MongoClient client;

    OldSessions(MongoClient client) {
        this.client = client;
    }

    /**
     * Kills the operations and sessions of all owners before a lease's.
     *
     * @param lease the lease
     * @return false if the server cannot be asked for them; its transactions are fenced by the token all the same
     */
    boolean endBefore(Lease lease) {
        return end(Lease.sessionPrefix(lease.historyId()), token -> token < lease.token());
    }

    /** Kills the operations and sessions of one lease; see {@link #endBefore}. */
    boolean endOf(Lease lease) {
        return end(Lease.sessionPrefix(lease.historyId()), token -> token == lease.token());
    }

    private boolean end(String prefix, LongPredicate tokens) {
        List<Document> operations;
        try {
            operations = operations(prefix, true);
        } catch (MongoException all) {
            LOG.debug("this user may not see other users' operations: {}", ServerErrors.reason(all));
            try {
                operations = operations(prefix, false);
            } catch (MongoException own) {
                LOG.debug("this server has no $currentOp: {}", ServerErrors.reason(own));
                return false;
            }
        }
        boolean ended = true;
        for (Document operation : operations) {
            if (tokens.test(token(operation.getString("appName"), prefix))) {
                ended &= end(operation);
            }
        }
        return ended;
    }

    /** {@code idleSessions} shows transactions that are open while no command runs. */
    private List<Document> operations(String prefix, boolean allUsers) {
        return admin().aggregate(List.of(
                        new Document("$currentOp", new Document("allUsers", allUsers).append("idleSessions", true)),
                        new Document("$match", new Document("appName", Pattern.compile("^" + prefix)))))
                .into(new ArrayList<>());
    }

    private boolean end(Document operation) {
        boolean ended = true;
        Object running = operation.get("opid");
        if (running != null) {
            ended = command(new Document("killOp", 1).append("op", running));
        }
        Document session = operation.get("lsid", Document.class);
        if (session != null) {
            ended &= command(new Document("killSessions", List.of(new Document("id", session.get("id")))));
        }
        return ended;
    }

    private boolean command(Document command) {
        try {
            admin().runCommand(command);
            return true;
        } catch (MongoException e) {
            LOG.warn("an operation of an older owner of the lease could not be ended: {}", ServerErrors.reason(e));
            return false;
        }
    }

    private static long token(String appName, String prefix) {
        try {
            return Long.parseLong(appName.substring(prefix.length()));
        } catch (NumberFormatException e) {
            return Long.MAX_VALUE; // not a session of ours: leave it alone
        }
    }

    private MongoDatabase admin() {
        return client.getDatabase("admin");
    }
}
