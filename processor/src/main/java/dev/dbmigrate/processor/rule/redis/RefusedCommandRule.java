package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Commands that the runtime refuses (DBM-R032) because of what they do to a live server. */
final class RefusedCommandRule {

    private static final Set<String> REFUSED = Set.of("KEYS", "FLUSHALL", "FLUSHDB");
    private static final Set<String> METHODS = Set.of("keys", "flushAll", "flushDB");

    private RefusedCommandRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        for (Call call : migration.code().calls()) {
            if (METHODS.contains(call.name()) && Commands.isOnClient(call)) {
                report(migration, call, call.name().toUpperCase(Locale.ROOT), 0, findings);
            } else {
                Commands.raw(call, REFUSED).ifPresent(name -> report(migration, call, name, 1, findings));
            }
        }
    }

    private static void report(
            MigrationCode migration, Call call, String command, int pattern, List<Finding> findings) {
        if (command.equals("KEYS")) {
            List<Argument> arguments = call.arguments();
            boolean known = pattern < arguments.size()
                    && !call.name().startsWith("eval")
                    && !call.name().equals("scriptLoad");
            String written = known ? Commands.java(arguments.get(pattern)) : "\"prefix:*\"";
            findings.add(migration.finding(RedisDiagnostic.KEYS, call.spot(), written));
        } else {
            String scope = command.equals("FLUSHDB") ? "logical database" : "server";
            findings.add(migration.finding(RedisDiagnostic.FLUSH, call.spot(), command, scope));
        }
    }
}
