package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadConcern;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Lease;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.bson.Document;
import org.jspecify.annotations.Nullable;

/**
 * The clients of one target: one for dbmigrate's own records, which carries no lease's name because each of its writes
 * compares the token, and one for the migrations of a lease. Safe for use by several threads.
 */
final class Connections implements AutoCloseable {

    /** Records are small; a server that takes longer than this is as good as gone. */
    private static final int RECORDS_READ_SECONDS = 15;

    /** Durable also on a standalone server, whose "majority" alone does not wait for its journal. */
    private static final WriteConcern DURABLE = WriteConcern.MAJORITY.withJournal(true);

    private final TargetConfig config;
    private final MongoAddress address;
    private @Nullable MongoClient records;
    private @Nullable MongoClient heartbeat;
    private @Nullable Duration heartbeatLimit;
    private @Nullable MongoClient migrations;
    private @Nullable String migrationsName;
    private volatile boolean legacyHello;

    Connections(TargetConfig config, MongoAddress address) {
        this.config = config;
        this.address = address;
    }

    /** The client for dbmigrate's records. */
    synchronized MongoClient recordsClient() {
        if (records == null) {
            records = MongoClients.create(address.settings(config)
                    .applicationName("dbmigrate")
                    .applyToSocketSettings(s -> s.readTimeout(RECORDS_READ_SECONDS, TimeUnit.SECONDS))
                    .build());
        }
        return records;
    }

    /**
     * The client for the migrations of a lease; the same one for the same lease.
     *
     * @param lease whose name its sessions carry
     * @param listener is told of each command before it is sent
     * @return the client
     */
    synchronized MongoClient migrationsClient(Lease lease, CommandListener listener) {
        if (migrations != null && !lease.sessionName().equals(migrationsName)) {
            migrations.close();
            migrations = null;
        }
        if (migrations == null) {
            migrations = MongoClients.create(address.settings(config)
                    .applicationName(lease.sessionName())
                    .addCommandListener(listener)
                    .build());
            migrationsName = lease.sessionName();
        }
        return migrations;
    }

    /**
     * The client for the heartbeat: no question of its takes longer than told, whatever the server and the network do.
     *
     * @param limit how long a question may take, finding the server included
     * @return the client; the same one for the same limit
     */
    synchronized MongoClient heartbeatClient(Duration limit) {
        if (heartbeat != null && !limit.equals(heartbeatLimit)) {
            heartbeat.close();
            heartbeat = null;
        }
        if (heartbeat == null) {
            heartbeat = MongoClients.create(address.settings(config)
                    .applicationName("dbmigrate")
                    .timeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                    .build());
            heartbeatLimit = limit;
        }
        return heartbeat;
    }

    /**
     * The user's database for a migration without a transaction: its writes are as durable as the journal that tells of
     * them, for a failover must not take back a step that is recorded as done.
     */
    MongoDatabase durable(MongoClient client) {
        return database(client).withWriteConcern(DURABLE);
    }

    /** The user's database, through a client. */
    MongoDatabase database(MongoClient client) {
        return client.getDatabase(address.database());
    }

    /**
     * A collection of dbmigrate's own, with durable writes and with reads from the primary of what no failover can take
     * back. Whoever reads after a write of its own that a majority has sees all that was there before it.
     */
    MongoCollection<Document> records(String collection) {
        return records(recordsClient(), collection);
    }

    /** The same through another client. */
    MongoCollection<Document> records(MongoClient client, String collection) {
        return durable(client)
                .withReadConcern(ReadConcern.MAJORITY)
                .withReadPreference(ReadPreference.primary())
                .getCollection(collection);
    }

    /** What the server says of itself; one round trip. */
    Deployment deployment() {
        return deployment(recordsClient());
    }

    private Deployment deployment(MongoClient client) {
        MongoDatabase database = database(client);
        if (!legacyHello) {
            try {
                return Deployment.of(database.runCommand(new Document("hello", 1), ReadPreference.primary()));
            } catch (MongoCommandException e) {
                if (e.getErrorCode() != ServerErrors.COMMAND_NOT_FOUND) {
                    throw e;
                }
                legacyHello = true; // mongo-java-server knows the command's old name only
            }
        }
        return Deployment.of(database.runCommand(new Document("isMaster", 1), ReadPreference.primary()));
    }

    /** The server's clock; one round trip. */
    Instant serverTime() {
        return serverTime(recordsClient());
    }

    /** The same through another client. */
    Instant serverTime(MongoClient client) {
        return deployment(client).serverTime();
    }

    /**
     * Closes the migrations' client; the next command of a migration fails. Closes outside the lock: it can take long, and
     * the heartbeat needs its own client meanwhile.
     */
    void closeMigrations() {
        MongoClient open;
        synchronized (this) {
            open = migrations;
        }
        close(open);
    }

    @Override
    public void close() {
        MongoClient ofRecords;
        MongoClient ofHeartbeat;
        synchronized (this) {
            ofRecords = records;
            ofHeartbeat = heartbeat;
            records = null;
            heartbeat = null;
        }
        try {
            closeMigrations();
        } finally {
            try {
                close(ofHeartbeat);
            } finally {
                close(ofRecords);
            }
        }
    }

    private static void close(@Nullable MongoClient client) {
        if (client != null) {
            client.close();
        }
    }
}
