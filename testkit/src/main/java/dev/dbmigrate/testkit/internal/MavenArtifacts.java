package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Resolves artifacts when they are first needed. */
final class MavenArtifacts {

    private MavenArtifacts() {}

    static List<Path> resolve(String coordinates) {
        Path local = Path.of(System.getProperty("maven.repo.local", ""), coordinates);
        if (Files.exists(local)) {
            return List.of(local);
        }
        throw new EmbeddedServerException(coordinates + " could not be resolved");
    }
}
