package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.SourceText;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** A key is replaced in one transaction, so that nobody finds it missing. */
final class ReplacementRule {

    private static final Set<String> DELETING = Set.of("del", "unlink");
    private static final Set<String> WRITING = Set.of(
            "set", "setex", "hset", "hmset", "sadd", "zadd", "rpush", "lpush", "xadd", "jsonSet", "pfadd", "geoadd");

    private ReplacementRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        Set<String> deleted = new HashSet<>();
        for (Call call : migration.code().calls()) {
            if (call.arguments().isEmpty()) {
                continue;
            }
            SourceText key = call.arguments().get(0).text();
            if (Commands.is(call, DELETING)) {
                call.arguments().forEach(each -> {
                    SourceText text = each.text();
                    if (text != null) {
                        deleted.add(call.method() + " " + text.value());
                    }
                });
            } else if (key != null && Commands.is(call, WRITING) && deleted.remove(call.method() + " " + key.value())) {
                findings.add(migration.finding(
                        RedisDiagnostic.NOT_ATOMIC,
                        call.spot(),
                        call.name(),
                        "\"" + key.value() + "\"",
                        mend(call, key.value())));
            }
        }
    }

    private static String mend(Call call, String key) {
        return call.name().startsWith("set")
                ? call.name() + " alone, without the deletion: it replaces the value"
                : "db.atomically(tx -> { tx.del(\"" + key + "\"); tx." + call.name() + "("
                        + String.join(
                                ", ",
                                call.arguments().stream().map(Commands::java).toList()) + "); })";
    }
}
