package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.report.Console;
import dev.dbmigrate.runtime.report.Documents;
import dev.dbmigrate.runtime.report.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where an outcome is written: as text or as JSON, to the console or to a file.
 *
 * @param format text or JSON
 * @param file the file, or null for the console
 * @param console the console
 * @param report where a report for people goes on the console
 */
record Output(Parameters.Format format, @Nullable Path file, Console console, Consumer<String> report) {

    private static final Pattern ESCAPES = Pattern.compile("\u001b\\[[0-9;]*m");

    /** Where lines go while a command runs: nowhere, if a program reads the console. */
    Console whileRunning() {
        return format != Parameters.Format.TEXT && file == null ? console.silent() : console;
    }

    /**
     * Writes an outcome.
     *
     * @param command the goal
     * @param outcome what it came to
     * @throws DbMigrateException with {@code DBM-R001} if the file cannot be written
     */
    void write(String command, Outcome outcome) {
        if (format != Parameters.Format.TEXT) {
            String rendered = outcome.rendered();
            if (rendered == null && format != Parameters.Format.JSON) {
                // the command did not come to a report; the failure is told otherwise
                return;
            }
            String document = rendered != null
                    ? rendered
                    : Json.write(Documents.document(command, outcome.failure(), outcome.fields()));
            if (document.isEmpty() && file == null) {
                return;
            }
            if (file == null) {
                // one block: another thread's line must not come between
                // Maven may have begun the line with an escape sequence, and a workflow command must begin its line
                console.out().print(format == Parameters.Format.GITHUB ? "\n" + document : document);
                console.out().flush();
            } else {
                writeFile(file, document);
            }
        } else {
            outcome.text().forEach(report);
            if (file != null) {
                StringBuilder text = new StringBuilder();
                outcome.text()
                        .forEach(line -> text.append(ESCAPES.matcher(line).replaceAll(""))
                                .append('\n'));
                if (outcome.failure() != null) {
                    text.append(outcome.failure().getMessage()).append('\n');
                }
                writeFile(file, text.toString());
            }
        }
    }

    /** A reader of the file sees the old text or the new one, never half of it. */
    private void writeFile(Path target, String text) {
        Path absolute = target.toAbsolutePath();
        Path directory = absolute.getParent();
        try {
            if (directory == null || Files.isDirectory(absolute)) {
                throw new IOException("it is a directory");
            }
            Files.createDirectories(directory);
            Path beside = Files.createTempFile(directory, ".dbmigrate", ".tmp");
            try {
                Files.write(beside, text.getBytes(StandardCharsets.UTF_8));
                Files.move(beside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
            } finally {
                Files.deleteIfExists(beside);
            }
        } catch (IOException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "cannot write dbmigrate.outputFile=" + target + ": " + e
                            + "\nGive a file in a directory that this user may write to",
                    e);
        }
        console.info().accept("Written to " + target);
    }
}
