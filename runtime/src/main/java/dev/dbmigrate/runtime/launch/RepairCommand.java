package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RepairRequest;
import dev.dbmigrate.runtime.RunListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code repair}: writes down what a person has decided about a migration in doubt. */
final class RepairCommand implements Command {

    private static final Map<String, RepairRequest.Decision> DECISIONS = Map.of(
            "retry", RepairRequest.Decision.RETRY,
            "continue", RepairRequest.Decision.CONTINUE,
            "mark-applied", RepairRequest.Decision.MARK_APPLIED,
            "mark-rolled-back", RepairRequest.Decision.MARK_ROLLED_BACK);

    @Override
    public Outcome run(Invocation call) {
        RepairRequest request = request(call.parameters());
        call.facade(RunListener.NONE).repair(request);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("migration", request.migration());
        fields.put("decision", request.decision().name());
        return Outcome.done(fields, List.of(request.migration() + " is settled: " + consequence(request.decision())));
    }

    private static String consequence(RepairRequest.Decision decision) {
        return switch (decision) {
            case RETRY -> "the next run begins with the interrupted step.";
            case CONTINUE -> "the next run goes on after the interrupted step.";
            case MARK_APPLIED -> "it is recorded as applied.";
            case MARK_ROLLED_BACK -> "it is recorded as rolled back.";
        };
    }

    @Override
    public boolean needsMigrations() {
        return false;
    }

    private static RepairRequest request(Parameters parameters) {
        List<String> ids = parameters.list("dbmigrate.migration");
        List<String> databases = parameters.list("dbmigrate.only");
        String word = parameters.text("dbmigrate.decision");
        String reason = parameters.text("dbmigrate.reason");
        RepairRequest.Decision decision = word == null ? null : DECISIONS.get(word);
        if (ids.size() != 1 || databases.size() > 1 || decision == null || reason == null) {
            throw new DbMigrateException(Diagnostic.CONFIGURATION, """
                    say which migration, what stands, and how you know:
                      -Ddbmigrate.migration=ID -Ddbmigrate.reason="…" -Ddbmigrate.decision=…, which is one of
                      retry             the interrupted step may be run: the next run begins with it
                      continue          the interrupted step stands: the next run goes on after it
                      mark-applied      all of it stands
                      mark-rolled-back  nothing of it stands any more
                    and -Ddbmigrate.only=DATABASE if it is open on several.""");
        }
        return new RepairRequest(ids.get(0), databases.isEmpty() ? null : databases.get(0), decision, reason);
    }
}
