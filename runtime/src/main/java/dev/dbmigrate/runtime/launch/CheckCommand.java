package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.check.CheckReports;
import dev.dbmigrate.runtime.check.CheckRequest;
import dev.dbmigrate.runtime.check.SourceCheck;
import dev.dbmigrate.runtime.check.SourceFinding;
import dev.dbmigrate.runtime.check.SourceFinding.Severity;
import dev.dbmigrate.runtime.report.Wording;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code check}: what the compiler says to the sources. Needs neither a server nor compiled classes. */
final class CheckCommand implements Command {

    private final Map<String, List<String>> compiler;

    CheckCommand(Map<String, List<String>> compiler) {
        this.compiler = Map.copyOf(compiler);
    }

    @Override
    public boolean answers(Parameters parameters) {
        return true;
    }

    @Override
    public boolean needsMigrations() {
        return false;
    }

    @Override
    public Set<Parameters.Format> formats() {
        return Set.of(Parameters.Format.values());
    }

    @Override
    public Outcome run(Invocation call) {
        boolean warningsFail = failOnWarning(call.parameters());
        CheckRequest request = CheckRequest.of(compiler);
        SourceCheck.Result result = SourceCheck.check(request);
        String rendered = switch (call.parameters().format(formats())) {
            case SARIF -> CheckReports.sarif(result, request.version());
            case GITHUB -> CheckReports.github(result);
            case TEXT, JSON -> null;
        };
        return new Outcome(CheckReports.fields(result), text(result), failure(result, warningsFail), rendered);
    }

    private static boolean failOnWarning(Parameters parameters) {
        String value = parameters.text("dbmigrate.failOn");
        if (value == null || value.equals("error")) {
            return false;
        }
        if (value.equals("warning")) {
            return true;
        }
        throw new DbMigrateException(
                Diagnostic.CONFIGURATION, "dbmigrate.failOn=" + value + " cannot be read: write error or warning");
    }

    private static List<String> text(SourceCheck.Result result) {
        List<String> text = new ArrayList<>(
                result.findings().stream().map(SourceFinding::text).toList());
        text.add("Checked " + Wording.count(result.sources(), "source file") + ": " + counts(result) + ".");
        return text;
    }

    private static String counts(SourceCheck.Result result) {
        return Wording.count(result.count(Severity.ERROR), "error") + ", "
                + Wording.count(result.count(Severity.WARNING), "warning");
    }

    private static @Nullable DbMigrateException failure(SourceCheck.Result result, boolean warningsFail) {
        List<SourceFinding> grave = result.findings().stream()
                .filter(finding -> finding.severity() == Severity.ERROR
                        || (warningsFail && finding.severity() == Severity.WARNING))
                .toList();
        return grave.isEmpty()
                ? null
                : new DbMigrateException(
                        Diagnostic.CHECK_FAILED,
                        "the sources have " + counts(result) + ", each with what to type; the first:\n  "
                                + grave.get(0).text());
    }
}
