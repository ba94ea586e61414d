package dev.dbmigrate.processor.rule.redis;

import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.rule.MigrationCode;
import dev.dbmigrate.processor.source.Argument;
import dev.dbmigrate.processor.source.Call;
import dev.dbmigrate.processor.source.SourceText;
import java.util.List;
import java.util.Set;

/** One key gets another name by {@code RENAME}, which keeps its type and its time to live, and not by reading and writing. */
final class CopyRule {

    private CopyRule() {}

    static void check(MigrationCode migration, List<Finding> findings) {
        for (Call call : migration.code().calls()) {
            if (!Commands.is(call, Set.of("set")) || call.arguments().size() != 2) {
                continue;
            }
            Argument to = call.arguments().get(0);
            Call read = call.arguments().get(1).call();
            if (read == null
                    || !Commands.is(read, Set.of("get", "getDel"))
                    || read.arguments().size() != 1) {
                continue;
            }
            Argument from = read.arguments().get(0);
            SourceText old = from.text();
            SourceText name = to.text();
            if (old != null && name != null && !old.value().equals(name.value())) {
                findings.add(migration.finding(
                        RedisDiagnostic.COPY,
                        call.spot(),
                        Commands.java(from),
                        Commands.java(from),
                        Commands.java(to)));
            }
        }
    }
}
