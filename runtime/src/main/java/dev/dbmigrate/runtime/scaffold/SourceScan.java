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

    private static final Pattern PACKAGE = Pattern.compile("(?m)^\\s*package\\s+([\\w.]+)\\s*;");
    private static final Pattern ANNOTATION = Pattern.compile("@(?:dev\\.dbmigrate\\.annotations\\.)?Migration\\s*\\(");
    private static final Pattern ID = Pattern.compile("\\bid\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern VERSION = Pattern.compile("\\bversion\\s*=\\s*\"([^\"]+)\"");
    private static final Pattern CLASS = Pattern.compile("\\bclass\\s+(\\w+)");

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
        Matcher annotation = ANNOTATION.matcher(source);
        if (!annotation.find()) {
            return Optional.empty();
        }
        String rest = source.substring(annotation.end());
        Matcher className = CLASS.matcher(rest);
        // «dependsOn = A.class» is followed by no name: the first «class Name» is the declaration
        if (!className.find()) {
            return Optional.empty();
        }
        String head = rest.substring(0, className.start());
        Matcher id = ID.matcher(head);
        if (!id.find() || MigrationId.tryParse(id.group(1)).isEmpty()) {
            return Optional.empty();
        }
        Matcher packageName = PACKAGE.matcher(source);
        String prefix = packageName.find() ? packageName.group(1) + "." : "";
        Matcher version = VERSION.matcher(head);
        return Optional.of(new KnownMigration(
                id.group(1),
                prefix + className.group(1),
                version.find()
                        ? SemanticVersion.tryParse(version.group(1)).orElse(SemanticVersion.ZERO)
                        : SemanticVersion.ZERO,
                kinds(rest.substring(className.end()))));
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
