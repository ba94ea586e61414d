package dev.dbmigrate.neo4j.internal;

import dev.dbmigrate.runtime.spi.Lease;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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
import org.neo4j.driver.async.AsyncSession;
import org.neo4j.driver.async.ResultCursor;
import org.neo4j.driver.exceptions.Neo4jException;
import org.neo4j.driver.exceptions.ServiceUnavailableException;
import org.neo4j.driver.exceptions.TransientException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The two drivers of a target: one for dbmigrate's own records, which outlives a stop, and one for migrations, which a stop
 * closes. Both connect when first used. Safe for use by several threads.
 */
final class Connections implements AutoCloseable {

    /** The value of the metadata {@code work} of transactions that write records. */
    static final String RECORDS = "records";

    private static final long CONNECT_SECONDS = 10;
    private static final long ACQUIRE_SECONDS = 15;
    private static final int TRIES = 8;
    private static final long PAUSE_MILLIS = 50;
    private static final int LOST_TRIES = 4;
    private static final long LOST_PAUSE_MILLIS = 500;

    /** The server ends a transaction of ours that hangs, so that its locks do not stand in the way of the next try. */
    private static final Duration RECORDS_TIMEOUT = Duration.ofSeconds(20);

    private static final Logger LOG = LoggerFactory.getLogger(Connections.class);

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

    /** Asks one question whose transaction the server ends when it takes too long, for example to get a lock. */
    List<Record> ask(String cypher, Map<String, Object> parameters, Duration timeout) {
        return again(() -> {
            try (Session session = recordsSession()) {
                return session.run(
                                cypher,
                                parameters,
                                TransactionConfig.builder().withTimeout(timeout).build())
                        .list();
            }
        });
    }

    /**
     * Asks one question, once, and waits for its answer no longer than told, whatever the server and the network do.
     *
     * @throws ServiceUnavailableException if no answer came in time
     */
    List<Record> askWithin(Duration limit, String cypher, Map<String, Object> parameters) {
        AsyncSession session = records().session(AsyncSession.class, writing());
        try {
            TransactionConfig config =
                    TransactionConfig.builder().withTimeout(limit).build();
            return session.runAsync(cypher, parameters, config)
                    .thenCompose(ResultCursor::listAsync)
                    .toCompletableFuture()
                    .get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ServiceUnavailableException("no answer within " + limit.toMillis() + " ms", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ServiceUnavailableException("interrupted before the answer came", e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Neo4jException refused) {
                throw refused;
            }
            throw new ServiceUnavailableException("no answer came", e);
        } finally {
            // not waited for: a connection that does not answer does not close in an orderly way either
            CompletionStage<Void> closing = session.closeAsync();
            closing.exceptionally(problem -> {
                LOG.debug("a session did not close: {}", ServerErrors.reason(problem));
                return null;
            });
        }
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
                change(ofRecords(lease), transaction -> {
                    work.accept(transaction);
                    return true;
                });
                return;
            } catch (Neo4jException e) {
                boolean maybeNext =
                        ServerErrors.connectionLost(e) || ServerErrors.waitedInVain(e) || ServerErrors.terminated(e);
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

    /** The name of the transactions in which a lease's owner writes records, apart from its migrations' own. */
    private static TransactionConfig ofRecords(Lease lease) {
        return TransactionConfig.builder()
                .withMetadata(Map.of("app", lease.sessionName(), "work", RECORDS))
                .withTimeout(RECORDS_TIMEOUT)
                .build();
    }

    /** Closes outside the lock: closing can take long, and the heartbeat needs the other driver meanwhile. */
    void stopMigrations() {
        Driver open;
        synchronized (this) {
            stopped = true;
            open = migrations;
        }
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void close() {
        Driver open;
        synchronized (this) {
            open = records;
        }
        try {
            stopMigrations();
        } finally {
            if (open != null) {
                open.close();
            }
        }
    }
}
