package dev.dbmigrate.runtime.internal;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.MigrationGraph;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/**
 * The migrations of all manifests in apply order. The entries are built when they are first asked for: a run with nothing
 * to do needs only {@link #digest()}.
 */
public final class MigrationSet {

    private final List<Manifest> manifests;
    private final String digest;
    private @Nullable Loaded loaded;

    private record Loaded(
            Map<String, ManifestEntry> byId,
            Map<String, Source> sources,
            MigrationGraph graph,
            Map<String, ManifestEntry> replacements) {}

    private record Source(Manifest manifest, int index) {}

    private MigrationSet(List<Manifest> manifests) {
        this.manifests = manifests;
        this.digest = unite(manifests);
    }

    /**
     * Finds the manifests of all jars on a class path.
     *
     * @param classLoader where to look
     * @return the migrations
     * @throws DbMigrateException with {@code DBM-R004} if there is no manifest at all
     */
    static MigrationSet discover(ClassLoader classLoader) {
        List<Manifest> found = new ArrayList<>();
        ServiceLoader.load(Manifest.class, classLoader).forEach(found::add);
        if (found.isEmpty()) {
            throw new DbMigrateException(Diagnostic.NO_MANIFEST, """
                    no manifest of migrations is on the class path: the annotation processor did not run.
                    Add it to the compiler plugin's <annotationProcessorPaths> (JDK 23 and later ignore processors on the \
                    class path):
                      <path><groupId>dev.dbmigrate</groupId><artifactId>dbmigrate-processor</artifactId>\
                    <version>…</version></path>
                    and compile again: mvn clean compile""");
        }
        return of(found);
    }

    /**
     * Unites manifests.
     *
     * @param manifests in any order
     * @return the migrations
     * @throws DbMigrateException with {@code DBM-R005} if one has an unknown format
     */
    public static MigrationSet of(Collection<Manifest> manifests) {
        for (Manifest manifest : manifests) {
            if (manifest.formatVersion() != Manifest.CURRENT_FORMAT) {
                throw new DbMigrateException(
                        Diagnostic.MANIFEST_CONFLICT,
                        manifest.getClass().getName() + " has format " + manifest.formatVersion()
                                + ", but this dbmigrate reads " + Manifest.CURRENT_FORMAT
                                + ": use the same version of dbmigrate-processor and dbmigrate-runtime, and compile again");
            }
        }
        return new MigrationSet(List.copyOf(manifests));
    }

    /** One digest over all manifests, the same whatever their order. */
    public String digest() {
        return digest;
    }

    /** The entries in apply order. */
    public Collection<ManifestEntry> entries() {
        return loaded().byId.values();
    }

    /**
     * Looks up an entry.
     *
     * @param id a migration's id
     * @return the entry, or null if there is none
     */
    public @Nullable ManifestEntry find(String id) {
        return loaded().byId.get(id);
    }

    /** The migration that stands for another one, or null. */
    @Nullable
    ManifestEntry replacement(String id) {
        return loaded().replacements.get(id);
    }

    /** Which migration waits for which. */
    public MigrationGraph graph() {
        return loaded().graph;
    }

    /** Creates an instance of a migration's class. */
    Object newInstance(String id) {
        Source source = loaded().sources.get(id);
        if (source == null) {
            throw new IllegalArgumentException("unknown migration " + id);
        }
        return source.manifest.newInstance(source.index);
    }

    private Loaded loaded() {
        Loaded present = loaded;
        if (present == null) {
            present = load();
            loaded = present;
        }
        return present;
    }

    private Loaded load() {
        Map<String, ManifestEntry> unordered = new HashMap<>();
        Map<String, Source> sources = new HashMap<>();
        List<MigrationGraph.Node> nodes = new ArrayList<>();
        for (Manifest manifest : manifests) {
            List<ManifestEntry> entries = manifest.entries();
            for (int i = 0; i < entries.size(); i++) {
                ManifestEntry entry = entries.get(i);
                ManifestEntry other = unordered.putIfAbsent(entry.id(), entry);
                if (other != null) {
                    throw new DbMigrateException(
                            Diagnostic.MANIFEST_CONFLICT,
                            "two migrations have the id " + entry.id() + ": " + other.className() + " and "
                                    + entry.className()
                                    + ", in different jars. Rename one that has not been released yet.");
                }
                sources.put(entry.id(), new Source(manifest, i));
                nodes.add(new MigrationGraph.Node(entry.id(), entry.dependsOn(), entry.after(), entry.replaces()));
            }
        }
        Map<String, ManifestEntry> replacements = Replacements.of(unordered);
        requireDependencies(unordered, replacements);
        MigrationGraph graph = MigrationGraph.of(nodes);
        if (!graph.cycles().isEmpty()) {
            throw new DbMigrateException(
                    Diagnostic.MANIFEST_CONFLICT,
                    "migrations of several jars wait for each other: "
                            + String.join(" → ", graph.cycles().get(0)));
        }
        Map<String, ManifestEntry> ordered = new LinkedHashMap<>();
        for (String id : graph.order()) {
            ManifestEntry entry = unordered.get(id);
            if (entry != null) {
                ordered.put(id, entry);
            }
        }
        return new Loaded(ordered, sources, graph, replacements);
    }

    private static void requireDependencies(Map<String, ManifestEntry> byId, Map<String, ManifestEntry> replacements) {
        for (ManifestEntry entry : byId.values()) {
            for (String dependency : entry.dependsOn()) {
                if (!byId.containsKey(dependency) && !replacements.containsKey(dependency)) {
                    throw new DbMigrateException(
                            Diagnostic.MANIFEST_CONFLICT,
                            entry.id() + " depends on " + dependency
                                    + ", which is in no manifest on the class path: add the jar that holds it,"
                                    + " or compile its module with dbmigrate-processor");
                }
            }
        }
    }

    private static String unite(List<Manifest> manifests) {
        List<String> digests = manifests.stream()
                .filter(manifest -> manifest.size() > 0)
                .map(Manifest::digest)
                .sorted()
                .toList();
        if (digests.size() == 1) {
            return digests.get(0);
        }
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\n", digests).getBytes(StandardCharsets.UTF_8));
            return "sha256:" + HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
