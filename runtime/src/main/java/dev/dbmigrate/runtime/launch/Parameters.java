package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.Selection;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Parameters by their full names, read as what they are. Immutable. Each method throws {@link DbMigrateException} with
 * {@code DBM-R001} and the thing to type where a value cannot be read.
 *
 * @param values the values by full name
 */
record Parameters(Map<String, String> values) {

    /** How results are written. */
    enum Format {
        TEXT,
        JSON,
        SARIF,
        GITHUB;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Parameters {
        values = Map.copyOf(values);
    }

    @Nullable
    String text(String name) {
        String value = values.get(name);
        return value == null || value.isBlank() ? null : value.strip();
    }

    List<String> list(String name) {
        String value = text(name);
        return value == null
                ? List.of()
                : Arrays.stream(value.split(","))
                        .map(String::strip)
                        .filter(item -> !item.isEmpty())
                        .toList();
    }

    /** True also for a name without a value ({@code -Ddbmigrate.dryRun}). */
    boolean flag(String name) {
        String value = values.get(name);
        if (value == null || value.strip().equals("false")) {
            return false;
        }
        if (value.isBlank() || value.strip().equals("true")) {
            return true;
        }
        throw wrong(name, value, "true or false");
    }

    /** A number from 1, or 0 if nothing was said. */
    int count(String name) {
        String value = text(name);
        if (value == null) {
            return 0;
        }
        if (!value.matches("[1-9]\\d{0,8}")) {
            throw wrong(name, value, "a number from 1, for example -D" + name + "=1");
        }
        return Integer.parseInt(value);
    }

    /** The format of a report, of those that its command can write. */
    Format format(Set<Format> possible) {
        String value = text("dbmigrate.format");
        if (value == null) {
            return Format.TEXT;
        }
        Set<String> words = new TreeSet<>();
        for (Format format : possible) {
            if (format.word().equals(value)) {
                return format;
            }
            words.add(format.word());
        }
        String near = ParameterNames.nearest(value, words)
                .map(word -> "; did you mean " + word + "?")
                .orElse("");
        String wanted = possible.stream().sorted().map(Format::word).collect(Collectors.joining(" or "));
        throw wrong("dbmigrate.format", value, wanted + near);
    }

    Selection selection() {
        return new Selection(list("dbmigrate.migration"), text("dbmigrate.to"), list("dbmigrate.only"));
    }

    private static DbMigrateException wrong(String name, String value, String wanted) {
        return new DbMigrateException(
                Diagnostic.CONFIGURATION, name + "=" + value + " cannot be read: write " + wanted);
    }
}
