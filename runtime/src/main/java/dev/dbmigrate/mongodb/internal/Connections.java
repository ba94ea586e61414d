package dev.dbmigrate.mongodb.internal;

import com.mongodb.MongoCommandException;
import com.mongodb.ReadPreference;
import com.mongodb.WriteConcern;
import com.mongodb.client.MongoClient;
import com.mongodb.client.MongoClients;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.event.CommandListener;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.Lease;
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

    /** The user's database, through a client. */
    MongoDatabase database(MongoClient client) {
        return client.getDatabase(address.database());
    }

    /** A collection of dbmigrate's own, with durable writes and reads from the primary. */
    MongoCollection<Document> records(String collection) {
        return database(recordsClient())
                .withWriteConcern(DURABLE)
                .withReadPreference(ReadPreference.primary())
                .getCollection(collection);
    }

    /** What the server says of itself; one round trip. */
    Deployment deployment() {
        MongoDatabase database = database(recordsClient());
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
        return deployment().localTime();
    }

    /** Closes the migrations' client; the next command of a migration fails. */
    synchronized void closeMigrations() {
        if (migrations != null) {
            migrations.close();
        }
    }

    @Override
    public synchronized void close() {
        closeMigrations();
        migrations = null;
        if (records != null) {
            records.close();
            records = null;
        }
    }
}
