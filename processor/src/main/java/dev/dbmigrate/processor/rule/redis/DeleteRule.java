package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import java.util.List;
import java.util.Set;

/** {@code DEL} is not for many keys, nor for the result of a walk: {@code UNLINK} frees them in the background. */
final class DeleteRule {

    private static final Set<String> WALKS = Set.of("keys", "scan", "getResult", "smembers", "hkeys", "scanIteration");

    private DeleteRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        for (Call call : migration.code().calls()) {
            if (!Commands.is(call, Set.of("del")) || call.arguments().isEmpty()) {
                continue;
            }
            Argument keys = call.arguments().get(0);
            Call source = keys.call();
            if (source != null && WALKS.stream().anyMatch(source::isOn)) {
                report(migration, call, "these are as many as match", findings);
            } else if (call.inLoop() && call.arguments().stream().anyMatch(key -> key.text() == null)) {
                report(migration, call, "this one stands in a loop", findings);
            }
        }
    }

    private static void report(MigrationCode migration, Call call, String why, List<Finding> findings) {
        String arguments =
                String.join(", ", call.arguments().stream().map(Commands::java).toList());
        findings.add(migration.finding(
                RedisDiagnostic.DEL_OF_MANY,
                call.spot(),
                why,
                "unlink(" + arguments + ") in place of del, or db.keys(\"prefix:*\").delete() for the whole walk"));
    }
}
