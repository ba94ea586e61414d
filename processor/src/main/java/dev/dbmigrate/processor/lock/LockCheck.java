package dev.dbmigrate.processor.lock;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.model.MalformedLockFileException;
import dev.dbmigrate.processor.diagnostic.Finding;
import dev.dbmigrate.processor.diagnostic.Nearest;
import dev.dbmigrate.processor.model.IndexedMigration;
import dev.dbmigrate.processor.model.MigrationDeclaration;
import dev.dbmigrate.processor.model.Migrations;
import dev.dbmigrate.processor.model.Reference;
import dev.dbmigrate.processor.model.Relation;
import dev.dbmigrate.processor.read.Includes;
import dev.dbmigrate.processor.source.Position;
import dev.dbmigrate.processor.source.SourceReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import javax.annotation.processing.ProcessingEnvironment;
import org.jspecify.annotations.Nullable;

/**
 * Holds the module against its lock file. For one compilation; remembers names only, because a compiler may replace its
 * elements between rounds.
 */
public final class LockCheck {

    /** The option that names the file. */
    public static final String OPTION = "dbmigrate.lock";

    /**
     * The ids whose change is about to be accepted. Also a system property, which is how {@code mvn compile dbmigrate:lock
     * -Ddbmigrate.relock=…} reaches a compiler that runs inside of Maven.
     */
    public static final String RELOCK = "dbmigrate.relock";

    private final ProcessingEnvironment environment;
    private final Set<String> relocked;
    private final Set<String> present = new HashSet<>();
    private final Map<String, MigrationSummary> unreleased = new LinkedHashMap<>();
    private final List<Finding> faults = new ArrayList<>();
    private ReleasedMigrations released = ReleasedMigrations.UNKNOWN;
    private @Nullable String file;

    /** What is remembered of a new migration until the last round. */
    private record MigrationSummary(List<String> databases, String version) {
        static MigrationSummary of(MigrationDeclaration migration) {
            return new MigrationSummary(
                    migration.databases(), migration.version().value());
        }

        boolean looksLike(LockFile.Entry entry) {
            return entry.databases().equals(databases)
                    && entry.version().toString().equals(version);
        }
    }

    /** For one compilation. */
    public LockCheck(ProcessingEnvironment environment) {
        this.environment = environment;
        String ids = environment.getOptions().getOrDefault(RELOCK, System.getProperty(RELOCK, ""));
        relocked = Arrays.stream(ids.split(",")).map(String::strip).collect(Collectors.toSet());
    }

    /** What is released; reads the file when first asked. */
    public ReleasedMigrations released(Migrations all, SourceReader source) {
        if (file == null) {
            locate(all, source).ifPresent(this::read);
        }
        return released;
    }

    private Optional<Path> locate(Migrations all, SourceReader source) {
        String option = environment.getOptions().get(OPTION);
        if (option == null || option.isBlank()) {
            Optional<Path> migration = all.own().stream()
                    .flatMap(each -> source.file(each.type()).stream())
                    .findFirst();
            return LockLocation.find(migration, environment.getFiler());
        }
        Path named = Path.of(option.strip());
        if (!Files.isRegularFile(named)) {
            file = option;
            faults.add(ofFile(LockDiagnostic.NO_SUCH_FILE, LockDiagnostic.NO_SUCH_FILE.message(option)));
            return Optional.empty();
        }
        return Optional.of(named);
    }

    private void read(Path path) {
        String name = display(path);
        file = name;
        try {
            released = ReleasedMigrations.of(LockFile.parse(Files.readString(path, StandardCharsets.UTF_8)));
        } catch (MalformedLockFileException malformed) {
            for (LockFile.Fault fault : malformed.faults()) {
                faults.add(malformed(name, fault.line(), fault.message()));
            }
        } catch (IOException unreadable) {
            faults.add(malformed(name, 1, "the file cannot be read (" + unreadable + "). Take it from git again"));
        }
    }

    private static Finding malformed(String name, int line, String what) {
        return ofFile(LockDiagnostic.MALFORMED, LockDiagnostic.MALFORMED.message(name, line, what) + at(line));
    }

    private static Finding ofFile(LockDiagnostic diagnostic, String message) {
        return new Finding(diagnostic, message, null, null, null, null);
    }

    private static String at(int line) {
        return " (at " + new Position("dbmigrate.lock", line, 1) + ")";
    }

    /** As one would type it where the compiler was started. */
    private static String display(Path path) {
        Path absolute = path.toAbsolutePath().normalize();
        Path here = Path.of("").toAbsolutePath();
        return (absolute.startsWith(here) ? here.relativize(absolute) : absolute)
                .toString()
                .replace('\\', '/');
    }

    /**
     * Checks what is declared.
     *
     * @param all the migrations
     * @param facts what the source of each tells
     * @param source reads sources
     * @return the findings
     */
    public List<Finding> check(Migrations all, ReleasedCheck.Facts facts, SourceReader source) {
        ReleasedMigrations known = released(all, source);
        List<Finding> findings = new ArrayList<>(faults);
        all.own().forEach(migration -> remember(migration, all, known));
        all.elsewhere().stream().map(IndexedMigration::id).forEach(present::add);
        Optional<LockFile> lock = known.lock();
        if (lock.isPresent()) {
            ReleasedCheck check = new ReleasedCheck(lock.get(), all, facts);
            List<LockFile.Entry> gone = gone(lock.get());
            for (MigrationDeclaration migration : all.own()) {
                String id = migration.id().value();
                Optional<LockFile.Entry> entry = lock.get().find(id);
                if (entry.isEmpty()) {
                    renamed(migration, gone, lock.get(), source).ifPresent(findings::add);
                } else if (!relocked.contains(id)) {
                    findings.addAll(check.changes(migration, entry.get()));
                }
            }
            findings.addAll(new NewMigrations(lock.get(), all).check());
        }
        return findings;
    }

    private void remember(MigrationDeclaration migration, Migrations all, ReleasedMigrations known) {
        String id = migration.id().value();
        present.add(id);
        migration.replacesIds().forEach(replaced -> present.add(replaced.value()));
        for (Reference reference : migration.references(Relation.REPLACES)) {
            all.find(reference).ifPresent(replaced -> present.add(replaced.id().value()));
        }
        if (known.isKnown() && !known.isReleased(id)) {
            unreleased.put(id, MigrationSummary.of(migration));
        }
    }

    private List<LockFile.Entry> gone(LockFile lock) {
        return lock.entries().stream()
                .filter(entry -> !present.contains(entry.id()) && !relocked.contains(entry.id()))
                .toList();
    }

    /** The id is a part of the checksum: with the old one put back, a migration that was only renamed has the old checksum. */
    private Optional<Finding> renamed(
            MigrationDeclaration migration, List<LockFile.Entry> gone, LockFile lock, SourceReader source) {
        for (LockFile.Entry entry : gone) {
            Optional<String> checksum =
                    source.checksumWithId(migration.type(), Includes.types(migration.type()), entry.id());
            if (checksum.isPresent() && checksum.get().equals(entry.checksum())) {
                present.add(entry.id());
                return Optional.of(LockDiagnostic.RENAMED.on(
                        migration.type(),
                        migration.annotation(),
                        migration.id().where(),
                        migration.display(),
                        entry.id(),
                        place(lock, entry.id()),
                        entry.id()));
            }
        }
        return Optional.empty();
    }

    /** The last round: what is not there now is gone. */
    public List<Finding> finish() {
        List<Finding> findings = new ArrayList<>();
        released.lock().ifPresent(lock -> {
            for (LockFile.Entry entry : gone(lock)) {
                String hint = Nearest.to(
                                entry.id(),
                                unreleased.keySet().stream()
                                        .filter(id -> looksLike(id, entry))
                                        .toList())
                        .map(near -> " (did you mean it by " + near + "? Then write id = \"" + entry.id() + "\" there)")
                        .orElse("");
                int line = lock.lineOf(entry.id());
                findings.add(ofFile(
                        LockDiagnostic.DELETED,
                        LockDiagnostic.DELETED.message(entry.id(), file + ":" + line, hint, accept(entry.id()))
                                + at(line)));
            }
        });
        return findings;
    }

    private boolean looksLike(String id, LockFile.Entry entry) {
        MigrationSummary summary = unreleased.get(id);
        return summary != null && summary.looksLike(entry);
    }

    static String place(LockFile lock, String id) {
        return "dbmigrate.lock:" + lock.lineOf(id);
    }

    static String accept(String id) {
        return "mvn compile dbmigrate:lock -Ddbmigrate.relock=" + id + " -Ddbmigrate.reason=\"why\"";
    }
}
