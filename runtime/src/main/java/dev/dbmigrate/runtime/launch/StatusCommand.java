package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.StatusReport;
import dev.dbmigrate.runtime.report.Documents;
import dev.dbmigrate.runtime.report.StatusText;

/** {@code status}: how everything stands. Succeeds whatever it finds: {@code validate} is the check. */
final class StatusCommand implements Command {

    @Override
    public boolean answers(Parameters parameters) {
        return true;
    }

    @Override
    public Outcome run(Invocation call) {
        StatusReport report = call.facade(RunListener.NONE).status();
        return Outcome.done(Documents.status(report), StatusText.lines(report, call.style()));
    }
}
