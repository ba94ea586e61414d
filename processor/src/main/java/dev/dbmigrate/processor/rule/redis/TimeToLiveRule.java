package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A migration that writes the values of existing keys anew keeps their times to live. Whether keys exist already is told by
 * what the method reads: a loop that only writes is seeding.
 */
final class TimeToLiveRule {

    private static final Set<String> DROPPING = Set.of("set", "getSet", "setGet", "mset");
    private static final Set<String> SETTING = Set.of("setex", "psetex");
    private static final Set<String> READING = Set.of("get", "mget", "getDel", "scan", "scanIteration", "keys");
    private static final Set<String> KEEPING = Set.of("ttl", "pttl", "expireTime", "pexpireTime");
    private static final Pattern KEPT = Pattern.compile("(?i)keepttl|ttl\\(|expireTime\\(");
    private static final Pattern NEW = Pattern.compile("\\.(?:ex|px|exAt|pxAt)\\(");
    private static final Pattern ONLY_NEW = Pattern.compile("\\.nx\\(");

    private TimeToLiveRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        for (Call call : migration.code().calls()) {
            boolean setting = Commands.is(call, SETTING);
            if (!(setting || Commands.is(call, DROPPING))
                    || !call.inLoop()
                    || call.arguments().isEmpty()
                    || call.arguments().get(0).text() != null
                    || keeps(call)) {
                continue;
            }
            if (inSameMethod(migration, call, READING) && !inSameMethod(migration, call, KEEPING)) {
                boolean given = setting
                        || call.arguments().stream()
                                .anyMatch(each -> NEW.matcher(written(each)).find());
                findings.add(migration.finding(
                        RedisDiagnostic.TTL_LOST,
                        call.spot(),
                        call.name(),
                        given
                                ? "gives each a new time to live in place of what was left of its own"
                                : "without KEEPTTL they never expire any more"));
            }
        }
    }

    private static boolean keeps(Call call) {
        return call.arguments().stream()
                .map(TimeToLiveRule::written)
                .anyMatch(written -> KEPT.matcher(written).find()
                        || ONLY_NEW.matcher(written).find());
    }

    /** An argument as it is written, also if it is a variable that is set once. */
    private static String written(Argument argument) {
        StringBuilder written = new StringBuilder(argument.source());
        for (Call at = argument.call(); at != null; at = at.target()) {
            written.append(" .").append(at.name()).append('(');
            at.arguments().forEach(each -> written.append(each.source()));
        }
        return written.toString();
    }

    private static boolean inSameMethod(MigrationCode migration, Call call, Set<String> names) {
        return migration.code().calls().stream()
                .anyMatch(each -> each.method().equals(call.method())
                        && (Commands.is(each, names) || (names.contains("keys") && isFamily(each))));
    }

    /** {@code db.keys("…").forEach(…)}: the context's own walk. */
    private static boolean isFamily(Call call) {
        return call.name().equals("forEach") && call.isOn("keys");
    }
}
