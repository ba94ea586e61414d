package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.RepositorySystemSession;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.eclipse.aether.supplier.RepositorySystemSupplier;
import org.eclipse.aether.util.artifact.JavaScopes;
import org.eclipse.aether.util.filter.DependencyFilterUtils;

/** Resolves artifacts when they are first needed, as a build of the same user would. */
final class MavenArtifacts {

    private MavenArtifacts() {}

    /**
     * An artifact and what it needs at run time, the artifact first.
     *
     * @param coordinates {@code group:artifact:version}
     * @param progress takes lines for people
     * @return the files in the local repository
     * @throws EmbeddedServerException if something cannot be resolved
     */
    static List<Path> resolve(String coordinates, Consumer<String> progress) {
        RepositorySystem system = new RepositorySystemSupplier().get();
        try {
            MavenSession maven = MavenSession.open(system, progress);
            return resolve(system, maven.session(), maven.repositories(), coordinates);
        } catch (DependencyResolutionException e) {
            throw new EmbeddedServerException(
                    coordinates + " could not be resolved: " + e.getMessage() + "; to fetch it once by hand: mvn"
                            + " dependency:get -Dartifact=" + coordinates + " — or give the URL of a server instead",
                    e);
        } finally {
            system.shutdown();
        }
    }

    private static List<Path> resolve(
            RepositorySystem system,
            RepositorySystemSession session,
            List<RemoteRepository> repositories,
            String coordinates)
            throws DependencyResolutionException {
        CollectRequest collect =
                new CollectRequest(new Dependency(new DefaultArtifact(coordinates), JavaScopes.RUNTIME), repositories);
        DependencyRequest request =
                new DependencyRequest(collect, DependencyFilterUtils.classpathFilter(JavaScopes.RUNTIME));
        return system.resolveDependencies(session, request).getArtifactResults().stream()
                .map(ArtifactResult::getArtifact)
                .filter(artifact -> artifact.getExtension().equals("jar"))
                .map(artifact -> artifact.getFile().toPath().toAbsolutePath())
                .toList();
    }
}
