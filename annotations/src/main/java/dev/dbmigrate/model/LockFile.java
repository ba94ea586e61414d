package dev.dbmigrate.model;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The released migrations: what must not be edited, deleted or reordered any more. Immutable and safe for use by several
 * threads.
 *
 * <p>Its text is committed. The first line carries a hash over all others, so that two branches that each release a
 * migration conflict there in git; then comes one line a migration, sorted by id: id, databases, version, checksum and
 * dependencies, with a space between them, commas inside lists, and {@code -} for what is not there.
 *
 * <pre>
 * dbmigrate-lock 1 sha256:…
 * 001_initial_schema postgres 1.0.0 v1:… -
 * 002_add_users postgres,redis 1.1.0 v1:… 001_initial_schema
 * </pre>
 */
public final class LockFile {

    /** Where a project keeps it, from its resources' root. */
    public static final String RESOURCE = "META-INF/dbmigrate.lock";

    /** Nothing is released. */
    public static final LockFile EMPTY = new LockFile(List.of());

    static final String HEAD = "dbmigrate-lock";
    static final int FORMAT = 1;
    static final String ABSENT = "-";

    /**
     * A released migration.
     *
     * @param id its id
     * @param databases the names of the databases that it changes, in the order in which its parts run
     * @param version the schema version that it belongs to
     * @param checksum {@code v1:…}, or null if its source could not be seen when it was released
     * @param dependsOn the ids that it depends on, sorted
     */
    public record Entry(
            String id,
            List<String> databases,
            SemanticVersion version,
            @Nullable String checksum,
            List<String> dependsOn) {

        public Entry {
            Objects.requireNonNull(id, "id");
            Objects.requireNonNull(version, "version");
            databases = List.copyOf(databases);
            dependsOn = dependsOn.stream().sorted(MigrationId.NATURAL_ORDER).toList();
        }

        String line() {
            return String.join(
                    " ",
                    id,
                    list(databases),
                    version.toString(),
                    checksum == null ? ABSENT : checksum,
                    list(dependsOn));
        }

        private static String list(List<String> items) {
            return items.isEmpty() ? ABSENT : String.join(",", items);
        }
    }

    /**
     * A line that is wrong.
     *
     * @param line its number, from 1
     * @param message what is wrong with it, without its number
     */
    public record Fault(int line, String message) {}

    private final List<Entry> entries;
    private final Map<String, Integer> places = new HashMap<>();

    private LockFile(List<Entry> entries) {
        this.entries = List.copyOf(entries);
        for (int i = 0; i < entries.size(); i++) {
            places.put(entries.get(i).id(), i);
        }
    }

    /**
     * A lock file of migrations.
     *
     * @param entries the migrations in any order
     * @return the lock file
     * @throws IllegalArgumentException if two have one id, or if one could not be read again from its line
     */
    public static LockFile of(Collection<Entry> entries) {
        List<Entry> sorted = new ArrayList<>(entries);
        sorted.sort(Comparator.comparing(Entry::id, MigrationId.NATURAL_ORDER));
        LockFile lock = new LockFile(sorted);
        // whoever would write what cannot be read hears of it now, not the next reader
        parse(lock.format());
        return lock;
    }

    /**
     * Reads the text of a lock file, with whatever line ends git left in it.
     *
     * @param text the whole file
     * @return the lock file
     * @throws MalformedLockFileException with every line that is wrong, if there is one
     */
    public static LockFile parse(String text) {
        return new LockFile(LockFileReader.read(text));
    }

    /**
     * Mends the text of a lock file after a merge: the lines of both sides, sorted, under a new head.
     *
     * @param text the whole file, with git's marks or without
     * @return the lock file
     * @throws MalformedLockFileException if the sides have different lines for one id, or if a line is wrong
     */
    public static LockFile rebase(String text) {
        return LockFileRebase.of(text);
    }

    /** The text of the file, with {@code \n} at the end of each line. */
    public String format() {
        StringBuilder lines = new StringBuilder();
        entries.forEach(entry -> lines.append(entry.line()).append('\n'));
        return HEAD + " " + FORMAT + " " + digest(lines.toString()) + "\n" + lines;
    }

    /** The released migrations, sorted by id. */
    public List<Entry> entries() {
        return entries;
    }

    /**
     * A released migration.
     *
     * @param id its id
     * @return the migration, or empty if it is not released
     */
    public Optional<Entry> find(String id) {
        return Optional.ofNullable(places.get(id)).map(entries::get);
    }

    /**
     * The line on which a released migration stands.
     *
     * @param id its id
     * @return the line's number, from 1, or 0 if it is not released
     */
    public int lineOf(String id) {
        Integer place = places.get(id);
        return place == null ? 0 : place + 2;
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof LockFile lock && lock.entries.equals(entries);
    }

    @Override
    public int hashCode() {
        return entries.hashCode();
    }

    @Override
    public String toString() {
        return format();
    }

    static String digest(String lines) {
        return "sha256:" + HexFormat.of().formatHex(Checksum.sha256().digest(lines.getBytes(StandardCharsets.UTF_8)));
    }
}
