package dev.dbmigrate.processor.script;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.processor.model.ScriptSource;
import dev.dbmigrate.processor.source.Half;
import dev.dbmigrate.processor.source.Position;
import dev.dbmigrate.script.NormalizedInput;
import dev.dbmigrate.script.ScriptDigest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files of a folder and pairs the halves. */
final class ScriptFolder {

    /** The halves of one migration. */
    record Pair(ScriptFile up, @Nullable ScriptFile down) {}

    private static final Pattern LEADING_NUMBER = Pattern.compile("^[Vv]?(\\d{1,17})[-_]");

    private final List<String> files = new ArrayList<>();
    private final ScriptSource source;
    private final List<ScriptProblem> problems;
    private final Map<MigrationId, ScriptFile> ups = new TreeMap<>();
    private final Map<String, ScriptFile> downs = new TreeMap<>();
    private final Map<String, ScriptName> numbers = new HashMap<>();

    private ScriptFolder(ScriptSource source, List<ScriptProblem> problems) {
        this.source = source;
        this.problems = problems;
    }

    /**
     * Reads a folder.
     *
     * @param source the annotation that names it
     * @param folder where it is
     * @param problems to which is added what is wrong with its files
     * @return the migrations, in order
     */
    static List<Pair> read(ScriptSource source, Path folder, List<ScriptProblem> problems) throws IOException {
        ScriptFolder reader = new ScriptFolder(source, problems);
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> sorted = files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList();
            sorted.forEach(file -> reader.files.add(file.getFileName().toString()));
            for (Path file : sorted) {
                reader.add(file);
            }
        }
        return reader.pairs();
    }

    private void add(Path path) throws IOException {
        String file = path.getFileName().toString();
        int dot = file.lastIndexOf('.');
        Optional<ScriptLanguage> language = ScriptLanguage.ofExtension(file.substring(dot + 1));
        Position start = new Position(file, 1, 1);
        if (language.isEmpty()) {
            if (dot != 0 && !file.startsWith("README")) {
                problem(ScriptDiagnostic.UNKNOWN_FILE, start, file, ScriptName.suggest(file));
            }
            return;
        }
        Optional<ScriptName> name = ScriptName.of(file, language.get());
        if (name.isEmpty()) {
            problem(ScriptDiagnostic.NAME_FORM, start, file, ScriptName.suggest(file));
            return;
        }
        ScriptFile read = read(path, name.get());
        if (name.get().half() == Half.DOWN) {
            downs.put(key(name.get()), read);
        } else if (isFirstOfItsNumber(name.get())) {
            ups.put(name.get().id(), read);
        }
    }

    private static String key(ScriptName name) {
        return name.id().value() + "." + name.language().extension();
    }

    private boolean isFirstOfItsNumber(ScriptName name) {
        ScriptName other = numbers.putIfAbsent(name.number(), name);
        if (other == null) {
            return true;
        }
        problem(
                ScriptDiagnostic.SAME_NUMBER,
                new Position(name.file(), 1, 1),
                name.file(),
                other.file(),
                freeName(name));
        return false;
    }

    /** The name with the number after the highest; for the other layouts people choose the time. */
    private String freeName(ScriptName name) {
        if (name.id().style() != MigrationId.Style.NUMBER) {
            return "with a date or time of its own";
        }
        long highest = files.stream()
                .map(file -> LEADING_NUMBER.matcher(file))
                .filter(Matcher::find)
                .mapToLong(matcher -> Long.parseLong(matcher.group(1)))
                .max()
                .orElse(0);
        String before = name.file()
                .substring(0, name.file().length() - afterNumber(name.file()).length());
        String digits = before.replaceAll("[^0-9]", "");
        return before.replace(digits, String.format(Locale.ROOT, "%0" + digits.length() + "d", highest + 1))
                + afterNumber(name.file());
    }

    private static String afterNumber(String file) {
        return file.replaceFirst("^[Vv]?\\d+", "");
    }

    private ScriptFile read(Path path, ScriptName name) throws IOException {
        byte[] bytes = Files.readAllBytes(path);
        String text = decode(name, bytes);
        String place = source.folder().isEmpty() ? name.file() : source.folder() + "/" + name.file();
        return new ScriptFile(
                name,
                place,
                ScriptDigest.of(new ByteArrayInputStream(bytes)),
                text,
                ScriptContent.of(name.language(), text));
    }

    private String decode(ScriptName name, byte[] bytes) throws IOException {
        byte[] normal = new NormalizedInput(new ByteArrayInputStream(bytes)).readAllBytes();
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(normal.length);
        CoderResult result = utf8.decode(ByteBuffer.wrap(normal), text, true);
        text.flip();
        if (result.isError()) {
            String before = text.toString();
            int line = 1 + (int) before.chars().filter(c -> c == '\n').count();
            int column = before.length() - before.lastIndexOf('\n');
            problem(ScriptDiagnostic.NOT_UTF8, new Position(name.file(), line, column), name.file());
            return new String(normal, StandardCharsets.UTF_8);
        }
        return text.toString();
    }

    private List<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        ups.forEach((id, up) -> pairs.add(new Pair(up, downs.remove(key(up.name())))));
        for (ScriptFile down : downs.values()) {
            problem(
                    ScriptDiagnostic.DOWN_WITHOUT_UP,
                    down.at(1, 1),
                    down.name().file(),
                    down.name().upFile());
        }
        return pairs;
    }

    private void problem(ScriptDiagnostic diagnostic, Position position, String... values) {
        problems.add(new ScriptProblem(diagnostic, source, position, values));
    }
}
