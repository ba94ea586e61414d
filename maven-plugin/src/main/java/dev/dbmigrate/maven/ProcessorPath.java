package dev.dbmigrate.maven;

import dev.dbmigrate.maven.CompilerSettings.Coordinates;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.model.Dependency;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;
import org.jspecify.annotations.Nullable;

/** Resolves annotation processors: those of the POM, and dbmigrate's own of the plugin's version if it is not among them. */
final class ProcessorPath {

    private static final String GROUP = "dev.dbmigrate";
    private static final String ARTIFACT = "dbmigrate-processor";

    private final RepositorySystem repositories;
    private final MavenSession session;
    private final MavenProject project;
    private final String version;

    ProcessorPath(RepositorySystem repositories, MavenSession session, MavenProject project, String version) {
        this.repositories = repositories;
        this.session = session;
        this.project = project;
        this.version = version;
    }

    List<Path> of(List<Coordinates> configured) {
        List<Coordinates> wanted = new ArrayList<>(configured);
        if (wanted.stream()
                .noneMatch(each ->
                        each.groupId().equals(GROUP) && each.artifactId().equals(ARTIFACT))) {
            wanted.add(new Coordinates(GROUP, ARTIFACT, version, "", "jar"));
        }
        Set<Path> path = new LinkedHashSet<>();
        wanted.forEach(each -> path.addAll(resolve(each)));
        return List.copyOf(path);
    }

    private List<Path> resolve(Coordinates wanted) {
        String chosen = wanted.version() == null ? managed(wanted) : wanted.version();
        if (chosen == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "annotationProcessorPaths names " + wanted.groupId() + ":" + wanted.artifactId()
                            + " without a version, and dependencyManagement has none: write <version>…</version>");
        }
        DefaultArtifact artifact =
                new DefaultArtifact(wanted.groupId(), wanted.artifactId(), wanted.classifier(), wanted.type(), chosen);
        CollectRequest collect = new CollectRequest(
                new org.eclipse.aether.graph.Dependency(artifact, "runtime"), project.getRemoteProjectRepositories());
        project.getRemotePluginRepositories().forEach(collect::addRepository);
        try {
            List<Path> files = new ArrayList<>();
            for (ArtifactResult result : repositories
                    .resolveDependencies(
                            session.getRepositorySession(),
                            new DependencyRequest(collect, ProjectClassPath.RUNTIME_SCOPES))
                    .getArtifactResults()) {
                File file = result.getArtifact().getFile();
                if (file != null) {
                    files.add(file.toPath());
                }
            }
            return files;
        } catch (DependencyResolutionException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "the annotation processor " + artifact + " cannot be resolved: " + e.getMessage(),
                    e);
        }
    }

    private @Nullable String managed(Coordinates wanted) {
        if (project.getDependencyManagement() == null) {
            return null;
        }
        return project.getDependencyManagement().getDependencies().stream()
                .filter(each -> each.getGroupId().equals(wanted.groupId())
                        && each.getArtifactId().equals(wanted.artifactId()))
                .map(Dependency::getVersion)
                .findFirst()
                .orElse(null);
    }
}
