package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.lock.LockRebase;
import dev.dbmigrate.runtime.report.Wording;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code rebase}: mends the lock file after a merge. Needs no compiled classes and touches nothing else. */
final class RebaseCommand implements Command {

    @Override
    public Outcome run(Invocation call) {
        Path file = LockCommand.file(call);
        LockRebase rebase = LockRebase.of(file);
        int released = rebase.lock().entries().size();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("written", rebase.written());
        fields.put("released", released);
        String name = call.project().directory().relativize(file).toString();
        return Outcome.done(
                fields,
                rebase.written()
                        ? List.of(
                                "Mended " + name + ": " + Wording.count(released, "migration") + " of both branches.",
                                "Go on: git add " + name)
                        : List.of(name + " is in order. Nothing to mend."));
    }

    @Override
    public boolean needsMigrations() {
        return false;
    }
}
