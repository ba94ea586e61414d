package dev.dbmigrate.runtime.scaffold;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.model.SemanticVersion;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the migrations of a source folder by their annotations' text, so that a class which does not compile yet, or was
 * never compiled, counts too. What it cannot read it leaves out: the compiler is the judge, not this. Stateless.
 */
final class SourceScan {

    private static final Pattern PACKAGE = Pattern.compile("\\bpackage\\s+([\\w.]+)\\s*;");
    private static final Pattern ANNOTATION = Pattern.compile("@(?:dev\\.dbmigrate\\.annotations\\.)?Migration\\s*\\(");
    private static final Pattern ID = Pattern.compile("\\bid\\s*=\\s*\"(\0+)\"");
    private static final Pattern VERSION = Pattern.compile("\\bversion\\s*=\\s*\"(\0+)\"");
    private static final Pattern CLASS = Pattern.compile("\\bclass\\s+(\\w+)");

    /** What hides code: comments, and the insides of text blocks, strings and characters. */
    private static final Pattern HIDDEN = Pattern.compile(
            "//[^\n]*|/\\*.*?\\*/|\"\"\".*?\"\"\"|\"(?:[^\"\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\n]|\\\\.)*+'",
            Pattern.DOTALL);

    private SourceScan() {}

    static List<KnownMigration> in(Path sources) throws IOException {
        if (!Files.isDirectory(sources)) {
            return List.of();
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(sources)) {
            files = walk.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .toList();
        }
        List<KnownMigration> found = new ArrayList<>();
        for (Path file : files) {
            // ISO 8859-1 never fails, and all that is looked for here is ASCII
            read(Files.readString(file, StandardCharsets.ISO_8859_1)).ifPresent(found::add);
        }
        return found;
    }

    private static Optional<KnownMigration> read(String source) {
        String code = HIDDEN.matcher(source).replaceAll(hidden -> mask(hidden.group()));
        Matcher annotation = ANNOTATION.matcher(code);
        // «dependsOn = A.class» is followed by no name: the first «class Name» is the declaration
        Matcher className = CLASS.matcher(code);
        if (!annotation.find() || !className.find(annotation.end())) {
            return Optional.empty();
        }
        Optional<String> id = literal(ID, source, code, annotation.end(), className.start())
                .filter(text -> MigrationId.tryParse(text).isPresent());
        Matcher packageName = PACKAGE.matcher(code);
        String prefix = packageName.find() ? packageName.group(1) + "." : "";
        SemanticVersion version = literal(VERSION, source, code, annotation.end(), className.start())
                .flatMap(SemanticVersion::tryParse)
                .orElse(SemanticVersion.ZERO);
        return id.map(text ->
                new KnownMigration(text, prefix + className.group(1), version, kinds(code.substring(className.end()))));
    }

    /** The same number of characters, so that positions stay; quotes stay too. */
    private static String mask(String hidden) {
        return hidden.charAt(0) == '"' ? "\"" + "\0".repeat(hidden.length() - 2) + "\"" : " ".repeat(hidden.length());
    }

    private static Optional<String> literal(Pattern pattern, String source, String code, int from, int to) {
        Matcher matcher = pattern.matcher(code).region(from, to);
        return matcher.find() ? Optional.of(source.substring(matcher.start(1), matcher.end(1))) : Optional.empty();
    }

    private static Set<String> kinds(String declaration) {
        int brace = declaration.indexOf('{');
        String head = brace < 0 ? declaration : declaration.substring(0, brace);
        Set<String> kinds = new LinkedHashSet<>();
        for (Kind kind : Kind.values()) {
            if (head.contains(kind.migrationType())) {
                kinds.add(kind.id());
            }
        }
        return kinds;
    }
}
