package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.SourceText;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which calls send commands to Redis. */
final class Commands {

    private static final Set<String> CLIENTS = Set.of(
            "UnifiedJedis", "JedisPooled", "Jedis", "JedisCluster", "JedisSentineled", "Pipeline", "RedisClient");
    private static final Set<String> RAW = Set.of("sendCommand", "sendBlockingCommand", "executeCommand");
    private static final Set<String> SCRIPTS = Set.of("eval", "evalReadonly", "scriptLoad");
    private static final Pattern SCRIPT_CALL = Pattern.compile("(?i)redis\\s*\\.\\s*p?call\\s*\\(\\s*['\"](\\w+)['\"]");

    private Commands() {}

    /** Whether a call is made on a client and its effect is at once: not queued in a {@code MULTI}. */
    static boolean isOnClient(Call call) {
        Call target = call.target();
        if (target == null) {
            return CLIENTS.contains(call.rootType());
        }
        return target.name().equals("client") || (target.name().equals("pipelined") && isOnClient(target));
    }

    /** A method that reads from or writes to Redis, by its name. */
    static boolean is(Call call, Set<String> names) {
        return names.contains(call.name()) && isOnClient(call);
    }

    /** The command that a raw call or a script sends, if it is one of those. */
    static Optional<String> raw(Call call, Set<String> commands) {
        if (call.arguments().isEmpty() || !isOnClient(call)) {
            return Optional.empty();
        }
        Argument first = call.arguments().get(0);
        SourceText text = first.text();
        if (SCRIPTS.contains(call.name()) && text != null) {
            Matcher called = SCRIPT_CALL.matcher(text.value());
            while (called.find()) {
                String name = called.group(1).toUpperCase(Locale.ROOT);
                if (commands.contains(name)) {
                    return Optional.of(name);
                }
            }
        }
        if (RAW.contains(call.name())) {
            String source = text == null ? first.source() : text.value();
            for (String word : source.toUpperCase(Locale.ROOT).split("\\W+")) {
                if (commands.contains(word)) {
                    return Optional.of(word);
                }
            }
        }
        return Optional.empty();
    }

    /** An argument's value as Java: a literal if it is known. */
    static String java(Argument argument) {
        SourceText text = argument.text();
        return text == null ? argument.source().replaceAll("\\s+", " ") : "\"" + text.value() + "\"";
    }
}
