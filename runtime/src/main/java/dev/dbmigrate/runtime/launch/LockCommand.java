package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.lock.LockText;
import dev.dbmigrate.runtime.lock.LockUpdate;
import dev.dbmigrate.runtime.report.Wording;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code lock}: releases the module's new migrations. */
final class LockCommand implements Command {

    @Override
    public Outcome run(Invocation call) {
        Parameters parameters = call.parameters();
        List<String> relock = parameters.list("dbmigrate.relock");
        String reason = parameters.text("dbmigrate.reason");
        if (!relock.isEmpty() && reason == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "a released migration is changed only for a reason: add -Ddbmigrate.reason=\"why no database needs it\"");
        }
        Path file = file(call);
        List<ManifestEntry> own = Manifests.compiledTo(call.project().classes(), call.loader());
        LockUpdate update = LockUpdate.of(LockText.read(file), own, relock);
        boolean written = LockText.write(file, update.lock());
        return Outcome.done(fields(file, update, reason, written), text(call, file, update, reason, written));
    }

    static Path file(Invocation call) {
        String given = call.parameters().text("dbmigrate.lock");
        return call.project().directory().resolve(given == null ? "src/main/resources/" + LockFile.RESOURCE : given);
    }

    private static Map<String, @Nullable Object> fields(
            Path file, LockUpdate update, @Nullable String reason, boolean written) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("file", file.toString());
        fields.put("written", written);
        fields.put("added", update.added());
        fields.put("relocked", update.relocked());
        fields.put("reason", update.relocked().isEmpty() ? null : reason);
        fields.put("released", update.lock().entries().size());
        return fields;
    }

    private static List<String> text(
            Invocation call, Path file, LockUpdate update, @Nullable String reason, boolean written) {
        String name = call.project().directory().relativize(file).toString();
        int released = update.lock().entries().size();
        if (!written) {
            return List.of(
                    "Nothing to lock: " + Wording.count(released, "migration") + " in " + name + ", none is new.");
        }
        List<String> text = new ArrayList<>();
        if (!update.added().isEmpty()) {
            text.add("Released " + Wording.count(update.added().size(), "migration") + " in " + name + ":");
            update.added().forEach(id -> text.add("  " + id));
        }
        if (!update.relocked().isEmpty()) {
            text.add("Locked again (" + reason + "):");
            update.relocked().forEach(id -> text.add("  " + id));
        }
        if (text.isEmpty()) {
            text.add("Completed " + name + ": checksums that could not be had before.");
        }
        text.add("Commit it: git add " + name);
        return text;
    }
}
