package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.report.Wording;
import dev.dbmigrate.runtime.scaffold.KnownMigration;
import dev.dbmigrate.runtime.scaffold.NewMigration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code new}: writes the class of the next migration. Works in a project without any. */
final class NewCommand implements Command {

    @Override
    public Outcome run(Invocation call) {
        List<KnownMigration> compiled = Manifests.in(call.loader()).stream()
                .flatMap(manifest -> manifest.entries().stream())
                .map(KnownMigration::of)
                .toList();
        Parameters parameters = call.parameters();
        NewMigration.Written written = new NewMigration(
                        call.project().sources(), call.project().defaultPackage(), compiled, Instant.now())
                .write(new NewMigration.Request(
                        parameters.text("dbmigrate.name"),
                        parameters.text("dbmigrate.kind"),
                        parameters.text("dbmigrate.package"),
                        parameters.text("dbmigrate.description"),
                        parameters.text("dbmigrate.version")));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("id", written.id());
        fields.put("className", written.className());
        fields.put("version", written.version().toString());
        fields.put("dependsOn", written.dependsOn());
        fields.put("file", written.file().toString());
        List<String> text = new ArrayList<>();
        text.add("Created " + call.project().directory().relativize(written.file()));
        text.addAll(Wording.wrap(
                "  ",
                "id " + written.id() + ", version " + written.version()
                        + (written.dependsOn().isEmpty()
                                ? ""
                                : ", depends on " + String.join(", ", written.dependsOn())),
                call.style().width()));
        text.add("Write its up and down, then: mvn compile dbmigrate:plan");
        return Outcome.done(fields, text);
    }

    @Override
    public boolean needsMigrations() {
        return false;
    }
}
