package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.spi.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.neo4j.driver.AccessMode;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;
import org.neo4j.driver.SessionConfig;
import org.neo4j.driver.Transaction;
import org.neo4j.driver.TransactionConfig;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.TransientException;

/**
 * The two drivers of a target: one for dbmigrate's own records, which outlives a stop, and one for migrations, which a stop
 * closes. Both connect when first used. Safe for use by several threads.
 */
final class Connections implements AutoCloseable {

    private static final long CONNECT_SECONDS = 10;
    private static final long ACQUIRE_SECONDS = 15;
    private static final int TRIES = 8;
    private static final long PAUSE_MILLIS = 50;
    private static final int LOST_TRIES = 4;
    private static final long LOST_PAUSE_MILLIS = 500;

    /** The server ends a transaction of ours that hangs, so that its locks do not stand in the way of the next try. */
    private static final Duration RECORDS_TIMEOUT = Duration.ofSeconds(20);

    private final Neo4jAddress address;
    private @Nullable Driver records;
    private @Nullable Driver migrations;
    private boolean stopped;

    Connections(Neo4jAddress address) {
        this.address = address;
    }

    synchronized Driver records() {
        Driver open = records;
        if (open == null) {
            open = driver();
            records = open;
        }
        return open;
    }

    /** The driver for migrations; that of a stopped target is closed and refuses all use. */
    synchronized Driver migrations() {
        Driver open = migrations;
        if (open == null) {
            open = driver();
            migrations = open;
            if (stopped) {
                open.close();
            }
        }
        return open;
    }

    /** The driver's own logging, System.Logger, prints to the console where nobody set it up; SLF4J is what we document. */
    @SuppressWarnings("deprecation") // the replacement is System.Logger itself, see above
    private Driver driver() {
        Config config = Config.builder()
                .withLogging(Logging.slf4j())
                .withUserAgent("dbmigrate")
                .withConnectionTimeout(CONNECT_SECONDS, TimeUnit.SECONDS)
                .withConnectionAcquisitionTimeout(ACQUIRE_SECONDS, TimeUnit.SECONDS)
                // nothing is ever sent twice behind our back
                .withMaxTransactionRetryTime(0, TimeUnit.MILLISECONDS)
                .withAutoCommitRetriesDisabled(true)
                .build();
        return GraphDatabase.driver(address.uri(), address.auth(), config);
    }

    /** A session of dbmigrate's own, on the member that takes writes: another one may be behind. */
    Session recordsSession() {
        return records().session(writing());
    }

    Session migrationsSession() {
        return migrations().session(writing());
    }

    private SessionConfig writing() {
        return address.session().withDefaultAccessMode(AccessMode.WRITE).build();
    }

    /** Asks one question in one round trip, outside any transaction of ours. */
    List<Record> ask(String cypher, Map<String, Object> parameters) {
        return again(() -> {
            try (Session session = recordsSession()) {
                return session.run(cypher, parameters).list();
            }
        });
    }

    /**
     * Does a piece of dbmigrate's own work in a transaction; again if the server took it back, for example because of a
     * deadlock. Never again if the outcome is not known.
     */
    <T> T change(TransactionConfig config, Function<Transaction, T> work) {
        return again(() -> {
            try (Session session = recordsSession();
                    Transaction transaction = session.beginTransaction(config)) {
                T result = work.apply(transaction);
                transaction.commit();
                return result;
            }
        });
    }

    /**
     * Writes dbmigrate's records in a transaction that does no harm when it is done twice; again also if the answer did not
     * come, or if it waited in vain for one whose answer did not come and whose time is up by then.
     */
    void changeSurely(Lease lease, Consumer<Transaction> work) {
        for (int tried = 1; ; tried++) {
            try {
                change(named(lease, RECORDS_TIMEOUT), transaction -> {
                    work.accept(transaction);
                    return true;
                });
                return;
            } catch (Neo4jException e) {
                boolean maybeNext = ServerErrors.connectionLost(e) || ServerErrors.waitedInVain(e);
                if (!maybeNext || tried == LOST_TRIES) {
                    throw e;
                }
                pause(tried * LOST_PAUSE_MILLIS, e);
            }
        }
    }

    private static <T> T again(java.util.function.Supplier<T> work) {
        for (int tried = 1; ; tried++) {
            try {
                return work.get();
            } catch (TransientException e) {
                if (tried == TRIES) {
                    throw e;
                }
                pause(tried * PAUSE_MILLIS, e);
            }
        }
    }

    static void pause(long millis, Neo4jException during) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw during;
        }
    }

    /** The metadata by which a new owner knows the transactions of an old one. */
    static TransactionConfig named(Lease lease) {
        return TransactionConfig.builder()
                .withMetadata(Map.of("app", lease.sessionName()))
                .build();
    }

    static TransactionConfig named(Lease lease, Duration timeout) {
        return TransactionConfig.builder()
                .withMetadata(Map.of("app", lease.sessionName()))
                .withTimeout(timeout)
                .build();
    }

    synchronized void stopMigrations() {
        stopped = true;
        if (migrations != null) {
            migrations.close();
        }
    }

    @Override
    public synchronized void close() {
        if (migrations != null) {
            migrations.close();
        }
        if (records != null) {
            records.close();
        }
    }
}
