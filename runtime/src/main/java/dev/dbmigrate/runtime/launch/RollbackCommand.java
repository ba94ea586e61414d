package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.Selection;
import java.util.stream.Stream;

/** {@code rollback}: one id, the last few, or down to a version or id. Never everything by default. */
final class RollbackCommand implements Command {

    private static final String CHOICES = """
            Say what to roll back, by one of:
              -Ddbmigrate.migration=ID   these migrations (ids, separated by commas)
              -Ddbmigrate.last=1         the last so many
              -Ddbmigrate.to=VERSION|ID  everything after it; it stays applied
            Add -Ddbmigrate.dryRun to see first what would be undone.""";

    @Override
    public boolean answers(Parameters parameters) {
        return parameters.flag("dbmigrate.dryRun");
    }

    @Override
    public Outcome run(Invocation call) {
        Parameters parameters = call.parameters();
        Selection selection = parameters.selection();
        int last = parameters.count("dbmigrate.last");
        long choices = Stream.of(!selection.migrations().isEmpty(), selection.to() != null, last > 0)
                .filter(Boolean::booleanValue)
                .count();
        if (choices != 1) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    (choices == 0 ? "nothing was selected to be rolled back. " : "more than one selection was given. ")
                            + CHOICES);
        }
        RollbackRequest request = new RollbackRequest(selection, last, parameters.flag("dbmigrate.cascade"));
        if (parameters.flag("dbmigrate.dryRun")) {
            return ApplyCommand.dryRun(call.facade(RunListener.NONE).planRollback(request), "roll back", call);
        }
        return RunReport.of(call, "roll back", listener -> call.facade(listener).rollback(request));
    }
}
