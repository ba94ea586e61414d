package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a command came to.
 *
 * @param fields the command's own fields of the JSON document
 * @param text the same for people
 * @param failure what went wrong, or null
 * @param rendered the whole document, where the format is one that only this command has
 */
record Outcome(
        Map<String, @Nullable Object> fields,
        List<String> text,
        @Nullable DbMigrateException failure,
        @Nullable String rendered) {

    Outcome(Map<String, @Nullable Object> fields, List<String> text, @Nullable DbMigrateException failure) {
        this(fields, text, failure, null);
    }

    static Outcome done(Map<String, @Nullable Object> fields, List<String> text) {
        return new Outcome(fields, text, null);
    }

    static Outcome failed(DbMigrateException failure) {
        return new Outcome(Map.of(), List.of(), failure);
    }
}
