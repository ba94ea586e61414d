package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.model.ScriptSource;
import dev.dbmigrate.processor.source.Position;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something wrong with a script, before it is said in a round of the compiler.
 *
 * @param diagnostic what
 * @param source the annotation that names the folder
 * @param position the place in the script, or null if the annotation itself is wrong
 * @param values the values of the message
 */
record ScriptProblem(
        ScriptDiagnostic diagnostic,
        ScriptSource source,
        @Nullable Position position,
        List<String> values) {

    ScriptProblem {
        values = List.copyOf(values);
    }

    ScriptProblem(ScriptDiagnostic diagnostic, ScriptSource source, @Nullable Position position, String... values) {
        this(diagnostic, source, position, List.of(values));
    }
}
