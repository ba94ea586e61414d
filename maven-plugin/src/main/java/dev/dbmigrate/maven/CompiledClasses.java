package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;

/**
 * Looks whether what the goals are about to run is what the sources say. The goals fork no lifecycle: in
 * {@code mvn compile dbmigrate:plan dbmigrate:apply dbmigrate:status} the code is compiled once.
 */
final class CompiledClasses {

    private CompiledClasses() {}

    /**
     * Checks a project.
     *
     * @param goal for the message
     * @throws DbMigrateException with {@code DBM-R001} if there are sources of migrations and no classes
     */
    static void check(MavenProject project, String goal, Log log) {
        Path classes = Path.of(project.getBuild().getOutputDirectory());
        Path build = Path.of(project.getBuild().getDirectory());
        try {
            Optional<Path> newestClass = newest(classes, ".class");
            for (String root : project.getCompileSourceRoots()) {
                Path sources = Path.of(root);
                if (sources.startsWith(build)) {
                    continue;
                }
                if (newestClass.isEmpty()) {
                    requireNoMigrations(sources, classes, goal);
                } else if (newest(sources, ".java")
                        .filter(source -> isNewer(source, newestClass.get()))
                        .isPresent()) {
                    log.warn("Sources in " + sources
                            + " are newer than the compiled classes, which are what runs; to run the"
                            + " sources: mvn compile dbmigrate:" + goal);
                }
            }
        } catch (IOException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "cannot read the project's sources and classes: " + e, e);
        }
    }

    private static void requireNoMigrations(Path sources, Path classes, String goal) throws IOException {
        for (Path file : files(sources, ".java")) {
            // ISO 8859-1 never fails, and the annotation's name is ASCII
            if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("@Migration")) {
                throw new DbMigrateException(
                        Diagnostic.CONFIGURATION,
                        "the migrations are not compiled: there are no classes in " + classes
                                + "\nType: mvn compile dbmigrate:" + goal);
            }
        }
    }

    private static Optional<Path> newest(Path directory, String suffix) throws IOException {
        Path newest = null;
        for (Path file : files(directory, suffix)) {
            if (newest == null || isNewer(file, newest)) {
                newest = file;
            }
        }
        return Optional.ofNullable(newest);
    }

    private static boolean isNewer(Path a, Path b) {
        return a.toFile().lastModified() > b.toFile().lastModified();
    }

    private static List<Path> files(Path directory, String suffix) throws IOException {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> walk = Files.walk(directory)) {
            return walk.filter(file -> file.toString().endsWith(suffix)).toList();
        }
    }
}
