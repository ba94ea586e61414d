package dev.dbmigrate.processor.read;

import dev.dbmigrate.annotations.MigrationScript;
import java.util.Optional;
import javax.lang.model.element.TypeElement;

/**
 * What a generated class says of its script.
 *
 * @param up the file that is run by {@code up}, from the root of the resources
 * @param checksum the checksum over its files
 */
public record ScriptMark(String up, String checksum) {

    /** What a class says, if it was made of a script. */
    public static Optional<ScriptMark> of(TypeElement type) {
        return Values.annotation(type, MigrationScript.class)
                .map(Values::new)
                .map(values -> new ScriptMark(
                        values.required("up").value(),
                        values.required("checksum").value()));
    }
}
