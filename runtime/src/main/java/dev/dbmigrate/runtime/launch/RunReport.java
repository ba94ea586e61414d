package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.RunResult;
import dev.dbmigrate.runtime.report.Documents;
import dev.dbmigrate.runtime.report.ProgressLines;
import dev.dbmigrate.runtime.report.TextReports;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Runs what changes databases, and reports on it whether it ends well or not. Stateless. */
final class RunReport {

    private RunReport() {}

    /**
     * Runs.
     *
     * @param call where lines go meanwhile
     * @param verb {@code apply} or {@code roll back}
     * @param operation the run
     * @return what was done, and the error if there was one
     */
    static Outcome of(Invocation call, String verb, Function<RunListener, RunResult> operation) {
        ProgressLines progress = new ProgressLines(call.console());
        try (progress) {
            RunResult result = operation.apply(progress);
            Set<String> shown = progress.shownWarnings();
            return Outcome.done(
                    Documents.run(result), TextReports.run(without(shown, result), verb, false, call.style()));
        } catch (DbMigrateException e) {
            Set<String> shown = progress.shownWarnings();
            return e.result()
                    .map(result -> new Outcome(
                            Documents.run(result),
                            TextReports.run(without(shown, result), verb, true, call.style()),
                            e))
                    .orElseGet(() -> new Outcome(Map.of(), List.of(), e));
        }
    }

    private static RunResult without(Set<String> shown, RunResult result) {
        List<String> rest = result.warnings().stream()
                .filter(warning -> !shown.contains(warning))
                .toList();
        return new RunResult(result.parts(), rest, result.durationMillis());
    }
}
