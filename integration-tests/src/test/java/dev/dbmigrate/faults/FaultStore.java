package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.runtime.spi.DatabaseAdapter;
import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.ThrowawayServer;
import dev.dbmigrate.testkit.internal.FreshDatabase;
import dev.dbmigrate.testkit.internal.FreshDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A server of a lane's own, the wire before it, and a look at its databases from outside of dbmigrate. */
abstract class FaultStore implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:(\\d+)");

    private final ServerKind kind;
    private final Path directory;
    private final ThrowawayServer server;
    private final FaultyWire wire;

    FaultStore(ServerKind kind, Path directory) throws IOException {
        this.kind = kind;
        this.directory = directory;
        this.server = ThrowawayServer.start(kind, directory);
        Matcher port = PORT.matcher(server.target().url());
        if (!port.find()) {
            throw new IllegalStateException("no port in " + server.target().displayUrl());
        }
        this.wire = new FaultyWire(Integer.parseInt(port.group(1)), this::commits);
    }

    static FaultStore of(ServerKind kind, Path directory) throws IOException {
        return switch (kind) {
            case POSTGRES -> new PostgresStore(directory);
            case REDIS -> new RedisStore(directory);
            case NEO4J -> new Neo4jStore(directory);
            case MONGODB -> new MongoStore(directory);
        };
    }

    ServerKind kind() {
        return kind;
    }

    FaultyWire wire() {
        return wire;
    }

    /** A new database, as the test reaches it. */
    TargetConfig fresh(String name) throws Exception {
        FreshDatabase database = FreshDatabases.create(kind, server.target(), name, directory);
        if (kind == ServerKind.NEO4J) {
            // the server's only database is locked for one user, and is this lane's alone anyway
            database.remove();
        }
        return database.target();
    }

    /** The same database behind the wire, as runners reach it. */
    TargetConfig wired(TargetConfig target) {
        return new TargetConfig(
                target.name(),
                target.kind(),
                PORT.matcher(target.url()).replaceFirst("127.0.0.1:" + wire.port()),
                target.user(),
                target.password(),
                target.options());
    }

    DatabaseAdapter adapter() {
        return ServiceLoader.load(DatabaseAdapter.class).stream()
                .map(ServiceLoader.Provider::get)
                .filter(adapter -> adapter.kind().equals(kind.id()))
                .findFirst()
                .orElseThrow();
    }

    void killServer() {
        server.kill();
    }

    void restartServer() {
        server.restart();
    }

    /** Whether a harm makes sense on this store. */
    boolean allows(Fault.Harm harm, Fault.When when) {
        return true;
    }

    /** Makes what the workload needs on an empty database. */
    abstract void prepare(TargetConfig target, Workload workload) throws Exception;

    /** The counters by their keys. */
    abstract Map<String, Effect> effects(TargetConfig target) throws Exception;

    /** Does one step's effect by hand. */
    abstract void byHand(TargetConfig target, String key, boolean up) throws Exception;

    /**
     * For one connection: is shown every message to the server, in order, and says which ones commit: end a transaction, or
     * change one of dbmigrate's own records.
     */
    abstract Predicate<byte[]> commits();

    /** What is there and should not be, or is not and should, when everything is applied. */
    abstract List<String> leftovers(TargetConfig target, Workload workload) throws Exception;

    static boolean contains(byte[] message, byte[] part) {
        return indexOf(message, part) >= 0;
    }

    static int indexOf(byte[] message, byte[] part) {
        for (int at = 0; at + part.length <= message.length; at++) {
            int same = 0;
            while (same < part.length && message[at + same] == part[same]) {
                same++;
            }
            if (same == part.length) {
                return at;
            }
        }
        return -1;
    }

    @Override
    public void close() throws IOException {
        wire.close();
        server.close();
    }
}
