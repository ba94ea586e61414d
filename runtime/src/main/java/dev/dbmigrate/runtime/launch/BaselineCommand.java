package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.Selection;

/** {@code baseline}: adopts an existing database at a version or id. Never everything by default. */
final class BaselineCommand implements Command {

    @Override
    public boolean answers(Parameters parameters) {
        return parameters.flag("dbmigrate.dryRun");
    }

    @Override
    public Outcome run(Invocation call) {
        Selection selection = call.parameters().selection();
        if (selection.to() == null || !selection.migrations().isEmpty()) {
            throw new DbMigrateException(Diagnostic.CONFIGURATION, """
                    say up to where the existing databases are to be taken as migrated:
                      -Ddbmigrate.to=VERSION|ID  everything up to it, itself included, is taken as applied and never run
                    Add -Ddbmigrate.only=DATABASE for some databases only, -Ddbmigrate.dryRun to see first what that is.""");
        }
        if (call.parameters().flag("dbmigrate.dryRun")) {
            return ApplyCommand.dryRun(call.facade(RunListener.NONE).planBaseline(selection), "adopt", call);
        }
        return RunReport.of(call, "adopt", listener -> call.facade(listener).baseline(selection));
    }
}
