package dev.dbmigrate.processor.lock;

import dev.dbmigrate.model.LockFile;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import javax.annotation.processing.Filer;
import javax.tools.StandardLocation;

/**
 * Finds the lock file. Where the sources stand as Maven and Gradle want it ({@code src/main/java}), the file beside them
 * counts and no other: the copy among the classes may be of another branch.
 */
final class LockLocation {

    private LockLocation() {}

    /**
     * Finds it.
     *
     * @param source the source file of a migration, if there is one
     * @param filer knows the folder into which is compiled
     * @return the file, which exists, or empty
     */
    static Optional<Path> find(Optional<Path> source, Filer filer) {
        Optional<Path> resources = source.flatMap(LockLocation::resources);
        Optional<Path> copy = inOutput(filer);
        if (resources.isEmpty()) {
            resources = copy.flatMap(LockLocation::resourcesOfOutput);
        }
        Optional<Path> beside = resources.map(folder -> folder.resolve(LockFile.RESOURCE));
        return (beside.isPresent() ? beside : copy).filter(Files::isRegularFile);
    }

    /** {@code src/main/java/com/acme/A.java} → {@code src/main/resources}; also for {@code src/test}. */
    private static Optional<Path> resources(Path source) {
        for (Path at = source.toAbsolutePath().normalize().getParent(); at != null; at = at.getParent()) {
            Path set = at.getParent();
            if (set != null
                    && set.getParent() != null
                    && at.endsWith("java")
                    && set.getParent().endsWith("src")) {
                return Optional.of(set.resolve("resources"));
            }
        }
        return Optional.empty();
    }

    /** {@code target/classes/META-INF/dbmigrate.lock} → {@code src/main/resources}, for compilers that show no source. */
    private static Optional<Path> resourcesOfOutput(Path copy) {
        boolean maven = copy.endsWith(Path.of("target", "classes").resolve(LockFile.RESOURCE));
        return maven
                ? Optional.of(copy.resolve(Path.of("..", "..", "..", "..", "src", "main", "resources"))
                                .normalize())
                        .filter(Files::isDirectory)
                : Optional.empty();
    }

    private static Optional<Path> inOutput(Filer filer) {
        try {
            URI place = filer.getResource(StandardLocation.CLASS_OUTPUT, "", LockFile.RESOURCE)
                    .toUri();
            return "file".equals(place.getScheme()) ? Optional.of(Path.of(place)) : Optional.empty();
        } catch (IOException | IllegalArgumentException nothingThere) {
            return Optional.empty();
        }
    }
}
