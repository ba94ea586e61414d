package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.UnlockReport;
import dev.dbmigrate.runtime.spi.HistoryStore;
import dev.dbmigrate.runtime.spi.Runner;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code unlock}: frees the lease of a runner that is known to be dead. */
final class UnlockCommand implements Command {

    @Override
    public Outcome run(Invocation call) {
        UnlockReport report =
                call.facade(RunListener.NONE).unlock(call.parameters().flag("dbmigrate.force"));
        HistoryStore.Holder holder = report.holder();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("unlocked", report.unlocked());
        if (holder == null) {
            return Outcome.done(fields, List.of("Nobody holds the lease. Nothing to unlock."));
        }
        Runner runner = holder.runner();
        Map<String, @Nullable Object> was = new LinkedHashMap<>();
        was.put("user", runner.user());
        was.put("host", runner.host());
        was.put("pid", runner.pid());
        was.put("since", holder.since().toString());
        fields.put("holder", was);
        String who = runner.user() + "@" + runner.host() + ", pid " + runner.pid() + ", since " + holder.since();
        return Outcome.done(
                fields,
                List.of(
                        report.unlocked()
                                ? "Unlocked. The lease was held by " + who + "; that runner's sessions have been ended."
                                        + " mvn dbmigrate:status shows what stands."
                                : "The lease of " + who + " has ended by itself meanwhile. Nothing to unlock."));
    }

    @Override
    public boolean needsMigrations() {
        return false;
    }
}
