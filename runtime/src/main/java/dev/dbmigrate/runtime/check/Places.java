package dev.dbmigrate.runtime.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.JavaFileObject;
import org.jspecify.annotations.Nullable;

/** Where a message stands: the place at its end, {@code (at File.java:27:15)}, is more exact than the compiler's own. */
final class Places {

    private static final Pattern INSIDE = Pattern.compile("(?s)(.*) \\(at ([^():\\n]+):(\\d+):(\\d+)\\)");

    private final CheckRequest request;

    Places(CheckRequest request) {
        this.request = request;
    }

    /**
     * A message and its place.
     *
     * @param file the file, or null
     * @param line from 1, or 0
     * @param column from 1, or 0
     * @param message the text, without the place
     */
    record Placed(@Nullable Path file, int line, int column, String message) {}

    Placed place(Diagnostic<? extends JavaFileObject> diagnostic, String message) {
        Path source = source(diagnostic.getSource());
        Matcher inside = INSIDE.matcher(message);
        if (inside.matches()) {
            Optional<Path> exact = named(inside.group(2), source);
            if (exact.isPresent()) {
                return new Placed(
                        exact.get(),
                        Integer.parseInt(inside.group(3)),
                        Integer.parseInt(inside.group(4)),
                        inside.group(1));
            }
        }
        int line = source == null ? 0 : (int) Math.max(0, diagnostic.getLineNumber());
        return new Placed(source, line, line == 0 ? 0 : column(diagnostic), message);
    }

    /** Generated sources lie in a folder that is gone when somebody reads the report. */
    private @Nullable Path source(@Nullable JavaFileObject file) {
        if (file == null || !"file".equals(file.toUri().getScheme())) {
            return null;
        }
        Path path = Path.of(file.toUri());
        return path.startsWith(request.repository()) ? path : null;
    }

    /** The compiler counts a tab as up to eight columns; editors and reports count it as one. */
    private static int column(Diagnostic<? extends JavaFileObject> diagnostic) {
        JavaFileObject source = diagnostic.getSource();
        int position = (int) diagnostic.getPosition();
        if (source == null || position < 0) {
            return 0;
        }
        try {
            String text = source.getCharContent(true).toString();
            return position - text.lastIndexOf('\n', position - 1);
        } catch (IOException unreadable) {
            return (int) Math.max(0, diagnostic.getColumnNumber());
        }
    }

    private Optional<Path> named(String name, @Nullable Path source) {
        if (source != null && source.endsWith(name)) {
            return Optional.of(source);
        }
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.walk(request.directory().resolve("src"))) {
            files.filter(file -> file.endsWith(name) && Files.isRegularFile(file))
                    .forEach(found::add);
        } catch (IOException noSuchFolder) {
            return Optional.empty();
        }
        return found.size() == 1 ? Optional.of(found.get(0)) : Optional.empty();
    }
}
