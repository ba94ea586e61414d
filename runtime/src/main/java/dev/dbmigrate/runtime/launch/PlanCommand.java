package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.report.Documents;
import dev.dbmigrate.runtime.report.TextReports;

/** {@code plan}: what {@code apply} would run, in which order, and why each waits. */
final class PlanCommand implements Command {

    @Override
    public boolean answers(Parameters parameters) {
        return true;
    }

    @Override
    public Outcome run(Invocation call) {
        Plan plan = call.facade(RunListener.NONE).plan(call.parameters().selection());
        return Outcome.done(Documents.plan(plan), TextReports.plan(plan, "apply", call.style()));
    }
}
