package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.spi.HistoryRow;
import java.util.List;
import java.util.stream.Collectors;

/** What is in doubt stops everything until a person has decided. */
final class InDoubt {

    private InDoubt() {}

    /**
     * Refuses. Claims the databases in doubt first: that ends the sessions of older owners, so that what a person sees there
     * afterwards is not changed any more by a statement that is still on its way.
     */
    static void refuseIfAny(HistoryView history, Claims claims) {
        List<HistoryRow> doubtful = history.rows().stream()
                .filter(row -> row.state() == HistoryRow.State.IN_DOUBT)
                .toList();
        if (!doubtful.isEmpty()) {
            doubtful.forEach(row -> claims.claimIfConfigured(row.database()));
            throw new DbMigrateException(
                    Diagnostic.IN_DOUBT,
                    doubtful.stream()
                            .map(row -> row.migrationId() + " is in doubt on " + row.database() + ": "
                                    + row.errorMessage() + "\n" + waysOut(row.migrationId(), row.database()))
                            .collect(Collectors.joining("\n", "nothing was run.\n", "")));
        }
    }

    /** The call that settles a migration, up to the decision. */
    static String repair(String migrationId, String database) {
        return "mvn dbmigrate:repair -Ddbmigrate.migration=" + migrationId + " -Ddbmigrate.only=" + database
                + " \\\n    -Ddbmigrate.reason=\"…\" -Ddbmigrate.decision=";
    }

    static String waysOut(String migrationId, String database) {
        return "When you have looked, say what stands, with the same connection parameters as this run:\n  "
                + repair(migrationId, database)
                + """
                DECISION
                where DECISION is
                  retry             the interrupted step did not take effect: the next run begins with it
                  continue          the interrupted step stands: the next run goes on after it
                  mark-applied      all of it stands
                  mark-rolled-back  it has been undone""";
    }
}
