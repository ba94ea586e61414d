package dev.dbmigrate.runtime.report;

import java.io.PrintStream;
import java.util.List;
import java.util.function.Consumer;

/**
 * Where lines go: Maven's log, a terminal, or nowhere. Safe for use by several threads as far as its parts are.
 *
 * @param info takes a line for people
 * @param warn takes a line that people should not miss
 * @param error takes a line about a failure
 * @param out takes what is written without a prefix: JSON documents and the updating line
 * @param terminal whether a person watches {@code out}, so that a line may be written over
 * @param style how lines look
 */
public record Console(
        Consumer<String> info,
        Consumer<String> warn,
        Consumer<String> error,
        PrintStream out,
        boolean terminal,
        Style style) {

    /**
     * Writes lines for people.
     *
     * @param lines the lines
     */
    public void info(List<String> lines) {
        lines.forEach(info);
    }

    /** The same place, but lines for people go nowhere: a program reads {@code out}. */
    public Console silent() {
        Consumer<String> nowhere = line -> {};
        return new Console(nowhere, nowhere, nowhere, out, false, style);
    }
}
