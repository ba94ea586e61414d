package dev.dbmigrate.testkit.mongodb;

import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import io.netty.channel.Channel;
import java.util.Set;

/** Writes to the disk before it answers; the original loses the last second or two on a crash. Thread-safe. */
final class DurableH2Backend extends H2Backend {

    private static final Set<String> READS = Set.of(
            "find",
            "getMore",
            "aggregate",
            "count",
            "distinct",
            "ping",
            "hello",
            "ismaster",
            "isMaster",
            "buildInfo",
            "listCollections",
            "listDatabases",
            "listIndexes",
            "killCursors",
            "endSessions",
            "getParameter");

    DurableH2Backend(String file) {
        super(file);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
        Document reply = super.handleMessage(message);
        sync(message.getDocument());
        return reply;
    }

    @Override
    public Document handleCommand(Channel channel, String database, String command, Document query) {
        Document reply = super.handleCommand(channel, database, command, query);
        sync(query);
        return reply;
    }

    private void sync(Document command) {
        boolean onlyReads =
                !command.isEmpty() && READS.contains(command.keySet().iterator().next());
        if (!onlyReads && !getMvStore().isClosed()) {
            getMvStore().commit();
            getMvStore().sync();
        }
    }
}
