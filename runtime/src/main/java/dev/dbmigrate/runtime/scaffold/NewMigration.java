package dev.dbmigrate.runtime.scaffold;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.model.SemanticVersion;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.lang.model.SourceVersion;
import org.jspecify.annotations.Nullable;

/**
 * Writes the class of the next migration. Safe for use by one thread.
 *
 * @param sources the folder of the Java sources
 * @param defaultPackage the package where no migration exists yet
 * @param compiled the migrations of the compiled classes and the jars; those of the sources are read here
 * @param now when it is: dates and timestamps in ids are of UTC
 */
public record NewMigration(Path sources, String defaultPackage, List<KnownMigration> compiled, Instant now) {

    /**
     * What to write.
     *
     * @param name what it does, in a few words: {@code add_user_preferences}
     * @param kind a kind of database, several separated by commas, or {@code all}
     * @param packageName the package, or null for that of the latest migration
     * @param description the sentence for the history, or null for one made of the name
     * @param version the schema version, or null for the next minor one
     */
    public record Request(
            @Nullable String name,
            @Nullable String kind,
            @Nullable String packageName,
            @Nullable String description,
            @Nullable String version) {}

    /**
     * What was written.
     *
     * @param id the new migration's id
     * @param className its class, fully qualified
     * @param version its schema version
     * @param dependsOn the classes that it names as its dependencies
     * @param file the file
     */
    public record Written(String id, String className, SemanticVersion version, List<String> dependsOn, Path file) {}

    /**
     * Writes the class.
     *
     * @param request what to write
     * @return what was written
     * @throws DbMigrateException with {@code DBM-R001} if something in the request cannot be used, with {@code DBM-R050} if
     *     the file exists; nothing is written then
     */
    public Written write(Request request) {
        String name = name(request.name());
        List<Kind> kinds = kinds(request.kind());
        List<KnownMigration> known = known();
        String simpleName = className(name);
        String packageName = packageName(request.packageName(), kinds, known);
        List<KnownMigration> dependencies = latestOfEach(kinds, known);
        String id = NextId.after(known.stream().map(KnownMigration::id).toList(), name, now);
        SemanticVersion version = version(request.version(), dependencies, known);
        String description = request.description() == null ? sentence(name) : request.description();
        String text = Template.render(
                new Template.Values(packageName, simpleName, id, description, version.toString(), kinds, dependencies));
        Path file = sources.resolve(packageName.replace('.', '/')).resolve(simpleName + ".java");
        create(file, text);
        return new Written(
                id,
                packageName.isEmpty() ? simpleName : packageName + "." + simpleName,
                version,
                dependencies.stream().map(KnownMigration::className).toList(),
                file);
    }

    private static String name(@Nullable String given) {
        if (given == null) {
            throw wrong("say what the migration does: -Ddbmigrate.name=add_user_preferences");
        }
        String words = given.strip()
                .replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[\\s_-]+", "_")
                .toLowerCase(Locale.ROOT);
        if (!words.matches("[a-z][a-z0-9]*(_[a-z0-9]+)*") || words.length() > 200) {
            throw wrong(
                    "dbmigrate.name=" + given + " cannot be a migration's name: write words of letters and digits,"
                            + " beginning with a letter, for example add_user_preferences; the number in front is chosen for you");
        }
        return words;
    }

    private static List<Kind> kinds(@Nullable String given) {
        String choices = String.join(", ", Kind.ids()) + ", several with commas, or all";
        if (given == null) {
            throw wrong("say which kind of database it changes: -Ddbmigrate.kind=postgres (or one of " + choices + ")");
        }
        if (given.equals("all")) {
            return List.of(Kind.values());
        }
        TreeSet<Kind> kinds = new TreeSet<>();
        for (String id : given.split(",")) {
            kinds.add(Kind.named(id.strip())
                    .orElseThrow(() -> wrong(
                            "there is no kind '" + id.strip() + "' to write a class for: write one of " + choices)));
        }
        return List.copyOf(kinds);
    }

    private List<KnownMigration> known() {
        Map<String, KnownMigration> byId = new LinkedHashMap<>();
        compiled.forEach(migration -> byId.put(migration.id(), migration));
        try {
            // the sources have the last word: what is compiled may be of yesterday
            SourceScan.in(sources).forEach(migration -> byId.put(migration.id(), migration));
        } catch (IOException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "cannot read the sources in " + sources + ": " + e, e);
        }
        return byId.values().stream()
                .sorted(Comparator.comparing(KnownMigration::id, MigrationId.NATURAL_ORDER))
                .toList();
    }

    /** The last migration of each kind, each class once. */
    private static List<KnownMigration> latestOfEach(List<Kind> kinds, List<KnownMigration> known) {
        List<KnownMigration> latest = new ArrayList<>();
        for (Kind kind : kinds) {
            latest(kind, known).filter(migration -> !latest.contains(migration)).ifPresent(latest::add);
        }
        return latest;
    }

    private static Optional<KnownMigration> latest(Kind kind, List<KnownMigration> known) {
        return known.stream()
                .filter(migration -> migration.kinds().contains(kind.id()))
                .reduce((first, last) -> last);
    }

    private String packageName(@Nullable String given, List<Kind> kinds, List<KnownMigration> known) {
        String chosen = given == null
                ? latestOfEach(kinds, known).stream()
                        .findFirst()
                        .or(() -> known.stream().reduce((first, last) -> last))
                        .map(KnownMigration::packageName)
                        .orElse(defaultPackage)
                : given.strip();
        if (!chosen.isEmpty() && !SourceVersion.isName(chosen, SourceVersion.RELEASE_17)) {
            throw wrong("'" + chosen + "' is not a package: write for example -Ddbmigrate.package=com.acme.migrations");
        }
        return chosen;
    }

    private static SemanticVersion version(
            @Nullable String given, List<KnownMigration> dependencies, List<KnownMigration> known) {
        if (given != null) {
            return SemanticVersion.tryParse(given.strip())
                    .orElseThrow(() -> wrong("dbmigrate.version=" + given
                            + " is not a version: write MAJOR.MINOR.PATCH, for example -Ddbmigrate.version=1.2.0"));
        }
        List<KnownMigration> before = dependencies.isEmpty() ? known : dependencies;
        return before.stream()
                .map(KnownMigration::version)
                .max(Comparator.naturalOrder())
                .map(last -> new SemanticVersion(last.major(), last.minor() + 1, 0))
                .orElse(new SemanticVersion(1, 0, 0));
    }

    private static String className(String name) {
        String joined = Arrays.stream(name.split("_"))
                .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
                .collect(Collectors.joining());
        return joined;
    }

    private static String sentence(String name) {
        String words = name.replace('_', ' ');
        return words.substring(0, 1).toUpperCase(Locale.ROOT) + words.substring(1);
    }

    private static void create(Path file, String text) {
        try {
            if (file.getParent() != null) {
                Files.createDirectories(file.getParent());
            }
            Files.writeString(file, text, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            throw new DbMigrateException(
                    Diagnostic.FILE_EXISTS,
                    file + " exists and is left as it is: give another -Ddbmigrate.name or -Ddbmigrate.package",
                    e);
        } catch (IOException e) {
            throw new DbMigrateException(Diagnostic.CONFIGURATION, "cannot write " + file + ": " + e, e);
        }
    }

    private static DbMigrateException wrong(String message) {
        return new DbMigrateException(Diagnostic.CONFIGURATION, message);
    }
}
