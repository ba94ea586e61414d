package dev.dbmigrate.redis.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import redis.clients.jedis.CommandArguments;
import redis.clients.jedis.CommandFlagsRegistry.CommandFlag;
import redis.clients.jedis.StaticCommandFlagsRegistry;

/** What a command of a migration is: a read, a write, or one that a migration must not send. */
final class CommandRule {

    private static final int SHOWN_KEY = 80;

    private static final Set<String> WRITES_WITHOUT_FLAG =
            Set.of("EVAL", "EVALSHA", "FCALL", "PUBLISH", "SPUBLISH", "MIGRATE", "SCRIPT", "FUNCTION");

    private static final String SCAN = "it stops the server for as long as it takes to walk over all keys. "
            + "Use keys(\"user_state:*\") of the context, which goes by SCAN, or client().scan(…)";

    private static final String WIPES = "it deletes the data of everybody on this server, and dbmigrate's own records. "
            + "Delete what the migration owns: keys(\"cache:*\").delete()";

    private static final String SESSION =
            "the runtime keeps the connection's state: name, user, database and protocol. Configure them instead";

    private static final String SUBSCRIBES = "it never returns; a migration changes data and ends";

    private static final Map<String, String> REFUSED = Map.ofEntries(
            Map.entry("KEYS", SCAN),
            Map.entry("FLUSHALL", WIPES),
            Map.entry("FLUSHDB", WIPES),
            Map.entry(
                    "SELECT",
                    "the connections are shared by the whole migration. Configure a second database with "
                            + "-Ddbmigrate.databases.<name>.kind=redis and its own URL"),
            Map.entry("SWAPDB", "it exchanges whole databases, dbmigrate's own records with them"),
            Map.entry("AUTH", SESSION),
            Map.entry("HELLO", SESSION),
            Map.entry("RESET", SESSION),
            Map.entry("QUIT", SESSION),
            Map.entry("SUBSCRIBE", SUBSCRIBES),
            Map.entry("PSUBSCRIBE", SUBSCRIBES),
            Map.entry("SSUBSCRIBE", SUBSCRIBES));

    private static final Set<String> CLIENT_READS = Set.of("ID", "INFO", "GETNAME", "LIST");

    private CommandRule() {}

    /**
     * Refuses what a migration must not send.
     *
     * @throws DbMigrateException with {@code DBM-R032}
     */
    static void check(CommandArguments arguments) {
        String command = name(arguments);
        String why = REFUSED.get(command);
        if (why == null && command.equals("CLIENT") && !CLIENT_READS.contains(argument(arguments, 1))) {
            why = SESSION;
        }
        if (why == null && !command.equals("CLIENT") && flags(arguments).contains(CommandFlag.ADMIN)) {
            why = "it administers the server, which is no part of a schema";
        }
        if (why != null) {
            throw new DbMigrateException(Diagnostic.STATEMENT_REFUSED, command + " is refused in a migration: " + why);
        }
    }

    /** Whether a command may change data. What the driver does not know counts as a write: that errs on the safe side. */
    static boolean writes(CommandArguments arguments) {
        EnumSet<CommandFlag> flags = flags(arguments);
        return flags.contains(CommandFlag.WRITE)
                || (flags.isEmpty() && !name(arguments).equals("CLIENT"))
                || WRITES_WITHOUT_FLAG.contains(name(arguments));
    }

    /** Whether an error reply to this command alone proves that nothing was changed; a script may fail half-way. */
    static boolean errorMeansNoEffect(CommandArguments arguments) {
        return !WRITES_WITHOUT_FLAG.contains(name(arguments))
                && !flags(arguments).isEmpty();
    }

    /** The command and its first key, never a value: {@code HSET config:features}. */
    static String describe(CommandArguments arguments) {
        String command = name(arguments);
        if (arguments.getKeys().isEmpty()) {
            return command;
        }
        String text =
                StandardCharsets.UTF_8.decode(bytes(arguments.getKeys().get(0))).toString();
        return command + " " + (text.length() > SHOWN_KEY ? text.substring(0, SHOWN_KEY) + "…" : text);
    }

    /** A key as the driver keeps it, which may be text or bytes. */
    static ByteBuffer bytes(Object key) {
        return ByteBuffer.wrap(
                key instanceof byte[] bytes ? bytes : String.valueOf(key).getBytes(StandardCharsets.UTF_8));
    }

    static String name(CommandArguments arguments) {
        return argument(arguments, 0);
    }

    private static String argument(CommandArguments arguments, int index) {
        if (index >= arguments.size()) {
            return "";
        }
        return new String(arguments.get(index).getRaw(), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
    }

    private static EnumSet<CommandFlag> flags(CommandArguments arguments) {
        return StaticCommandFlagsRegistry.registry().getFlags(arguments);
    }
}
