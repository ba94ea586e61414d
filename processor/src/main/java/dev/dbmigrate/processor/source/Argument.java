package dev.dbmigrate.processor.source;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An argument of a call.
 *
 * @param source how it is written
 * @param text its value, if it is a string that is known while the compiler runs: a literal, a text block, a constant of this
 *     or another class, a local variable that is set once, or several of them joined
 * @param mixed the known pieces of a string that is put together with values that are not known, by {@code +},
 *     {@code formatted} or {@code String.format}; empty otherwise
 * @param template the same as one text with gaps, if anything of it is known
 * @param call the call that it is, if it is one ({@code Filters.empty()}, {@code new Document()}), also through a local
 *     variable that is set once
 * @param spot its place
 */
public record Argument(
        String source,
        @Nullable SourceText text,
        List<SourceText> mixed,
        @Nullable Template template,
        @Nullable Call call,
        Spot spot) {

    public Argument {
        mixed = List.copyOf(mixed);
    }
}
