package dev.dbmigrate.processor.source;

import org.jspecify.annotations.Nullable;

/**
 * What only the source text tells about a class.
 *
 * @param checksum {@code v1:…}, or null where the source cannot be seen
 * @param line the line of the class, from 1, or 0 where the source cannot be seen
 * @param file the file of which the class was made, or null for its own source
 */
public record SourceFacts(
        @Nullable String checksum, int line, @Nullable String file) {

    /** Of a class that somebody wrote. */
    public SourceFacts(@Nullable String checksum, int line) {
        this(checksum, line, null);
    }

    /** Nothing. */
    public static final SourceFacts UNSEEN = new SourceFacts(null, 0);
}
