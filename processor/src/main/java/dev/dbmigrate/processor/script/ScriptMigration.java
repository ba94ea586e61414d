package dev.dbmigrate.processor.script;

import com.palantir.javapoet.ClassName;
import dev.dbmigrate.model.Checksum;
import dev.dbmigrate.processor.model.ScriptSource;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration that is made of script files.
 *
 * @param source the annotation that names the folder
 * @param name its class
 * @param up the half that applies it
 * @param down the half that undoes it, or null
 * @param header what the scripts say of it
 * @param version the schema version that it belongs to; empty if nobody says, which is reported
 * @param dependsOn the classes before it
 * @param after the classes that only order it
 * @param replaces the classes that it stands for
 * @param replacesIds the ids that it stands for
 */
record ScriptMigration(
        ScriptSource source,
        ClassName name,
        ScriptFile up,
        @Nullable ScriptFile down,
        ScriptHeader header,
        String version,
        List<ClassName> dependsOn,
        List<ClassName> after,
        List<ClassName> replaces,
        List<String> replacesIds) {

    ScriptMigration {
        dependsOn = List.copyOf(dependsOn);
        after = List.copyOf(after);
        replaces = List.copyOf(replaces);
        replacesIds = List.copyOf(replacesIds);
    }

    String id() {
        return up.name().id().value();
    }

    String description() {
        return header.value(ScriptHeader.DESCRIPTION).orElseGet(() -> {
            String words = up.name().id().displayName();
            return Character.toUpperCase(words.charAt(0)) + words.substring(1);
        });
    }

    /** As the header says; else a statement that refuses to run in a transaction decides, of either half. */
    boolean transactional() {
        boolean allowed = !up.content().needsNoTransaction()
                && (down == null || !down.content().needsNoTransaction());
        return header.value(ScriptHeader.TRANSACTIONAL).map("true"::equals).orElse(allowed);
    }

    String checksum() {
        Checksum checksum = new Checksum().addFile(up.text().getBytes(StandardCharsets.UTF_8));
        if (down != null) {
            checksum.addFile(down.text().getBytes(StandardCharsets.UTF_8));
        }
        return checksum.value();
    }
}
