package dev.dbmigrate.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With the settings of a user who is offline, so that nothing here depends on the network. */
class MavenArtifactsTest {

    private static final String HOME = "user.home";
    private static final String REPOSITORY = "maven.repo.local";

    private final String homeBefore = System.getProperty(HOME);
    private final String repositoryBefore = System.getProperty(REPOSITORY);

    @TempDir
    Path home;

    @BeforeEach
    void becomeOffline() throws Exception {
        Path repository = home.resolve("repository of settings");
        Files.createDirectories(home.resolve(".m2"));
        Files.writeString(home.resolve(".m2/settings.xml"), """
                <settings>
                  <localRepository>%s</localRepository>
                  <offline>true</offline>
                </settings>
                """.formatted(repository));
        Path artifact = Files.createDirectories(repository.resolve("com/acme/thing/1.0"));
        Files.writeString(artifact.resolve("thing-1.0.pom"), """
                <project>
                  <modelVersion>4.0.0</modelVersion>
                  <groupId>com.acme</groupId><artifactId>thing</artifactId><version>1.0</version>
                </project>
                """);
        Files.writeString(artifact.resolve("thing-1.0.jar"), "a jar");
        System.setProperty(HOME, home.toString());
        System.clearProperty(REPOSITORY);
    }

    @AfterEach
    void restore() {
        System.setProperty(HOME, homeBefore);
        if (repositoryBefore != null) {
            System.setProperty(REPOSITORY, repositoryBefore);
        }
    }

    @Test
    void whatIsInTheLocalRepositoryOfTheSettingsNeedsNoNetwork() {
        List<Path> jars = MavenArtifacts.resolve("com.acme:thing:1.0", line -> {});
        assertThat(jars).singleElement().asString().endsWith("thing-1.0.jar");
    }

    @Test
    void whatCannotBeResolvedIsAnErrorThatSaysWhatToType() {
        assertThatThrownBy(() -> MavenArtifacts.resolve("org.neo4j:neo4j:5.26.30", line -> {}))
                .isInstanceOf(EmbeddedServerException.class)
                .hasMessageContaining("org.neo4j:neo4j:5.26.30 could not be resolved")
                .hasMessageContaining("offline")
                .hasMessageContaining("mvn dependency:get -Dartifact=org.neo4j:neo4j:5.26.30");
    }
}
