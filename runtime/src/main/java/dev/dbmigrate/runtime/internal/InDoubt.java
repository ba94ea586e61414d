package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.List;
import java.util.stream.Collectors;

/** What is in doubt stops everything until a person has decided. */
final class InDoubt {

    private InDoubt() {}

    static void refuseIfAny(HistoryView history) {
        List<HistoryRow> doubtful = history.rows().stream()
                .filter(row -> row.state() == HistoryRow.State.IN_DOUBT)
                .toList();
        if (!doubtful.isEmpty()) {
            throw new DbMigrateException(
                    Diagnostic.IN_DOUBT,
                    doubtful.stream()
                            .map(row -> row.migrationId() + " is in doubt on " + row.database() + ": "
                                    + row.errorMessage() + "\n" + waysOut(row.migrationId(), row.database()))
                            .collect(Collectors.joining("\n", "nothing was run.\n", "")));
        }
    }

    static String waysOut(String migrationId, String database) {
        String repair = "mvn dbmigrate:repair -Ddbmigrate.migration=" + migrationId + " -Ddbmigrate.only=" + database
                + " -Ddbmigrate.reason=\"…\" -Ddbmigrate.decision=";
        return "When you have looked, say what stands:\n  " + repair
                + "retry            (nothing stands; run it again)\n  "
                + repair + "mark-applied     (all of it stands)\n  " + repair
                + "mark-rolled-back (it has been undone)";
    }
}
