package dev.dbmigrate.mongodb.internal;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.bson.BsonArray;
import org.bson.BsonDocument;
import org.bson.BsonValue;
import org.jspecify.annotations.Nullable;

/** What a command of the wire protocol can do to data. Pure. */
final class Commands {

    /** Everything else counts as a write: an unknown command must be journaled rather than missed. */
    private static final Set<String> READS = lowerCase(
            "find",
            "getMore",
            "count",
            "distinct",
            "listCollections",
            "listIndexes",
            "listDatabases",
            "hello",
            "isMaster",
            "ping",
            "buildInfo",
            "serverStatus",
            "connectionStatus",
            "collStats",
            "dbStats",
            "explain",
            "validate",
            "getParameter",
            "hostInfo",
            "currentOp",
            "startSession",
            "refreshSessions",
            "saslStart",
            "saslContinue",
            "authenticate",
            "getnonce",
            "logout",
            "dbHash",
            "listCommands",
            "top",
            "features",
            "whatsmyuri",
            "getLog",
            "getCmdLineOpts",
            "getDefaultRWConcern",
            "dataSize",
            "usersInfo",
            "rolesInfo",
            "replSetGetStatus",
            "replSetGetConfig",
            "listShards",
            "listSearchIndexes",
            "killCursors",
            "endSessions",
            "commitTransaction",
            "abortTransaction");

    private static final Set<String> TRANSACTION_ENDS = Set.of("commitTransaction", "abortTransaction");
    private static final Set<String> HOUSEKEEPING = lowerCase("killCursors", "endSessions", "refreshSessions");

    /** Commands that take effect as a whole or not at all: a refusal means that nothing happened. */
    private static final Set<String> ALL_OR_NOTHING = Set.of(
            "create",
            "createIndexes",
            "collMod",
            "drop",
            "dropIndexes",
            "renameCollection",
            "findAndModify",
            "findandmodify");

    /** Refusals before the first document is touched. */
    private static final Set<Integer> REFUSED_UP_FRONT = Set.of(
            2,
            9,
            ServerErrors.UNAUTHORIZED,
            14,
            20,
            26,
            28,
            40,
            52,
            ServerErrors.COMMAND_NOT_FOUND,
            66,
            72,
            73,
            10107,
            13435,
            40415);

    private Commands() {}

    static boolean isWrite(String name, BsonDocument command) {
        if (name.equalsIgnoreCase("aggregate")) {
            return writesResult(command);
        }
        return !READS.contains(name.toLowerCase(Locale.ROOT));
    }

    static boolean endsTransaction(String name) {
        return TRANSACTION_ENDS.contains(name);
    }

    /** Whether the driver sends it on its own account. */
    static boolean isHousekeeping(String name) {
        return HOUSEKEEPING.contains(name.toLowerCase(Locale.ROOT));
    }

    /** Whether it is part of a transaction over several documents, and so undone with it. */
    static boolean inTransaction(BsonDocument command) {
        BsonValue autocommit = command.get("autocommit");
        return autocommit != null
                && autocommit.isBoolean()
                && !autocommit.asBoolean().getValue();
    }

    /** The command and its collection, for people; never a value. */
    static String describe(String name, BsonDocument command) {
        BsonValue on = command.get(name);
        return on != null && on.isString() ? name + " on " + on.asString().getValue() : name;
    }

    /** Whether it changes many documents in one go, so that a failure may leave some of them changed. */
    static boolean changesMany(BsonDocument command) {
        return anyOf(command, "updates", "multi", true) || anyOf(command, "deletes", "limit", false);
    }

    /** Whether the first statement that fails ends the command. */
    static boolean isOrdered(BsonDocument command) {
        return !command.containsKey("ordered") || isSet(command.get("ordered"));
    }

    /**
     * Whether a command that the server has answered may have changed something.
     *
     * @param reply the answer
     * @param changesMany see {@link #changesMany}
     * @param ordered see {@link #isOrdered}
     */
    static boolean changedSomething(BsonDocument reply, boolean changesMany, boolean ordered) {
        BsonValue errors = reply.get("writeErrors");
        if (errors != null && errors.isArray() && !errors.asArray().isEmpty()) {
            if (changesMany) {
                // The server does not say how many documents it had changed before a multi-document update failed.
                return true;
            }
            BsonValue first = errors.asArray().get(0).asDocument().get("index");
            if (ordered && first != null && first.isNumber() && first.asNumber().intValue() == 0) {
                return false; // mongo-java-server counts refused documents in n
            }
        }
        BsonValue last = reply.get("lastErrorObject");
        BsonDocument counted = last != null && last.isDocument() ? last.asDocument() : reply;
        BsonValue n = counted.get("n");
        return n == null || !n.isNumber() || n.asNumber().longValue() > 0 || counted.containsKey("upserted");
    }

    /** Whether a command that the server has refused with this code can have changed nothing. */
    static boolean refusalIsHarmless(String name, int code) {
        return ALL_OR_NOTHING.contains(name) || REFUSED_UP_FRONT.contains(code);
    }

    private static boolean writesResult(BsonDocument command) {
        BsonValue pipeline = command.get("pipeline");
        if (pipeline == null || !pipeline.isArray()) {
            return true;
        }
        BsonArray stages = pipeline.asArray();
        if (stages.isEmpty() || !stages.get(stages.size() - 1).isDocument()) {
            return false;
        }
        BsonDocument last = stages.get(stages.size() - 1).asDocument();
        return last.containsKey("$out") || last.containsKey("$merge");
    }

    /** Whether one of the statements in an array has a flag that is set, or not set. */
    private static boolean anyOf(BsonDocument command, String statements, String flag, boolean set) {
        BsonValue array = command.get(statements);
        return array != null
                && array.isArray()
                && array.asArray().stream()
                        .filter(BsonValue::isDocument)
                        .anyMatch(statement -> isSet(statement.asDocument().get(flag)) == set);
    }

    private static boolean isSet(@Nullable BsonValue flag) {
        return flag != null
                && (flag.isBoolean()
                        ? flag.asBoolean().getValue()
                        : flag.isNumber() && flag.asNumber().intValue() != 0);
    }

    private static Set<String> lowerCase(String... names) {
        return Arrays.stream(names).map(name -> name.toLowerCase(Locale.ROOT)).collect(Collectors.toUnmodifiableSet());
    }
}
