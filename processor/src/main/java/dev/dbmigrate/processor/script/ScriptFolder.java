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
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads the files of a folder and pairs the halves. */
final class ScriptFolder {

    /** The halves of one migration. */
    record Pair(ScriptFile up, @Nullable ScriptFile down) {}

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
            for (Path file : files.filter(Files::isRegularFile)
                    .sorted(Comparator.comparing(path -> path.getFileName().toString()))
                    .toList()) {
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
                "with a number of its own");
        return false;
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
