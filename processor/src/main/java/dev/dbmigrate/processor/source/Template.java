package dev.dbmigrate.processor.source;

import java.util.List;

/**
 * A string that is put together while the migration runs: by {@code +}, {@code formatted} or {@code String.format}.
 *
 * @param text the whole of it, with one {@link #GAP} in place of each value that is not known
 * @param values how those values are written, in their order
 */
public record Template(SourceText text, List<String> values) {

    /** Unicode's OBJECT REPLACEMENT CHARACTER, which no statement has. */
    public static final char GAP = '\uFFFC';

    public Template {
        values = List.copyOf(values);
    }
}
