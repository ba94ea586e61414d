package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.Plan;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.Selection;
import dev.dbmigrate.runtime.report.Documents;
import dev.dbmigrate.runtime.report.TextReports;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code apply}: all pending migrations, or those selected and what they depend on. */
final class ApplyCommand implements Command {

    @Override
    public boolean answers(Parameters parameters) {
        return parameters.flag("dbmigrate.dryRun");
    }

    @Override
    public Outcome run(Invocation call) {
        Selection selection = call.parameters().selection();
        if (call.parameters().flag("dbmigrate.dryRun")) {
            return dryRun(call.facade(RunListener.NONE).plan(selection), "apply", call);
        }
        return RunReport.of(call, "apply", listener -> call.facade(listener).apply(selection));
    }

    static Outcome dryRun(Plan plan, String verb, Invocation call) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("dryRun", true);
        fields.putAll(Documents.plan(plan));
        return Outcome.done(fields, TextReports.plan(plan, verb, call.style()));
    }
}
