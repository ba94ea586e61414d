package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** Finds the manifests on a class path, and says so when the processor that writes them did not run. Stateless. */
final class Manifests {

    private static final String SERVICE_FILE = "META-INF/services/" + Manifest.class.getName();

    /** The annotation as it stands in a class file's constant pool: enough to know it without loading the class. */
    private static final String ANNOTATION = "Ldev/dbmigrate/annotations/Migration;";

    private Manifests() {}

    static List<Manifest> in(ClassLoader loader) {
        return ServiceLoader.load(Manifest.class, loader).stream()
                .map(ServiceLoader.Provider::get)
                .toList();
    }

    /** The migrations of the manifests that lie in some folders, and not in jars beside them. */
    static List<ManifestEntry> compiledTo(List<Path> directories, ClassLoader loader) {
        List<ManifestEntry> entries = new ArrayList<>();
        for (Manifest manifest : in(loader)) {
            CodeSource source = manifest.getClass().getProtectionDomain().getCodeSource();
            boolean own = source != null
                    && "file".equals(source.getLocation().getProtocol())
                    && directories.stream().anyMatch(directory -> isAt(source, directory));
            if (own) {
                entries.addAll(manifest.entries());
            }
        }
        return entries;
    }

    private static boolean isAt(CodeSource source, Path directory) {
        try {
            return Path.of(source.getLocation().toURI())
                    .toAbsolutePath()
                    .normalize()
                    .equals(directory.toAbsolutePath().normalize());
        } catch (URISyntaxException notOfAFolder) {
            return false;
        }
    }

    /** The kinds whose default database some migration changes, sorted. */
    static Set<String> kinds(ClassLoader loader) {
        Set<String> kinds = new TreeSet<>();
        in(loader).stream()
                .flatMap(manifest -> manifest.entries().stream())
                .map(ManifestEntry::parts)
                .flatMap(List::stream)
                .filter(part -> part.database().equals(part.kind()))
                .forEach(part -> kinds.add(part.kind()));
        return kinds;
    }

    /**
     * Checks that the classes which were just compiled have a manifest, if there are migrations among them.
     *
     * @param directories where they were compiled to
     * @throws DbMigrateException with {@code DBM-R004} and the POM snippet if they have none
     */
    static void requireProcessorRan(List<Path> directories) {
        for (Path directory : directories) {
            if (Files.isDirectory(directory) && !Files.exists(directory.resolve(SERVICE_FILE))) {
                firstMigration(directory).ifPresent(found -> {
                    throw new DbMigrateException(
                            Diagnostic.NO_MANIFEST,
                            found + " carries @Migration, but " + directory
                                    + " holds no manifest: the annotation processor did not run.\n"
                                    + Snippets.PROCESSOR);
                });
            }
        }
    }

    private static Optional<String> firstMigration(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".class"))
                    .sorted()
                    .filter(Manifests::mentionsAnnotation)
                    .findFirst()
                    .map(file -> className(directory, file));
        } catch (IOException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "cannot read the compiled classes in " + directory + ": " + e, e);
        }
    }

    private static boolean mentionsAnnotation(Path file) {
        try {
            return new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(ANNOTATION);
        } catch (IOException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "cannot read the compiled class " + file + ": " + e, e);
        }
    }

    private static String className(Path directory, Path file) {
        String path = directory.relativize(file).toString();
        return path.substring(0, path.length() - ".class".length())
                .replace('\\', '.')
                .replace('/', '.');
    }
}
