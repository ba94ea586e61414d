package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.ValidationReport;
import dev.dbmigrate.runtime.report.Documents;
import dev.dbmigrate.runtime.report.TextReports;
import dev.dbmigrate.runtime.report.Wording;

/** {@code validate}: fails where history and code disagree. */
final class ValidateCommand implements Command {

    @Override
    public boolean answers(Parameters parameters) {
        return true;
    }

    @Override
    public Outcome run(Invocation call) {
        ValidationReport report = call.facade(RunListener.NONE).validate();
        DbMigrateException failure = report.valid()
                ? null
                : new DbMigrateException(
                        Diagnostic.VALIDATION_FAILED,
                        "history and code disagree: "
                                + Wording.count(report.findings().size(), "finding")
                                + ", listed above; the first is "
                                + report.findings().get(0).id() + " on "
                                + report.findings().get(0).database() + ", "
                                + report.findings().get(0).state()
                                + ". Each says what to do");
        return new Outcome(Documents.validation(report), TextReports.validation(report, call.style()), failure);
    }
}
