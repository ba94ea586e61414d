package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.RunListener;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code rebuild-history}: writes the rows of the history again as its events say. */
final class RebuildHistoryCommand implements Command {

    @Override
    public Outcome run(Invocation call) {
        String reason = call.parameters().text("dbmigrate.reason");
        if (reason == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "say why: -Ddbmigrate.reason=\"…\". It becomes part of the audit.");
        }
        List<String> rebuilt = call.facade(RunListener.NONE).rebuildHistory(reason);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("rebuilt", rebuilt);
        return Outcome.done(
                fields,
                List.of(
                        rebuilt.isEmpty()
                                ? "Every row of the history agrees with its events. Nothing to rebuild."
                                : "Written again as the events say: " + String.join(", ", rebuilt) + "."));
    }

    @Override
    public boolean needsMigrations() {
        return false;
    }
}
