package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.File;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.project.DefaultDependencyResolutionRequest;
import org.apache.maven.project.DependencyResolutionException;
import org.apache.maven.project.MavenProject;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.graph.DependencyFilter;

/**
 * The project's runtime class path. Resolved here and not by {@code requiresDependencyResolution}, because that happens
 * before a goal is asked whether it is skipped.
 */
final class ProjectClassPath {

    /** Test and provided dependencies are not what runs in production; migrations must not need them. */
    static final DependencyFilter RUNTIME_SCOPES = (node, parents) -> node.getDependency() == null
            || Set.of("compile", "runtime", "").contains(node.getDependency().getScope());

    private static final DependencyFilter COMPILE_SCOPES = (node, parents) -> node.getDependency() == null
            || Set.of("compile", "provided", "system", "")
                    .contains(node.getDependency().getScope());

    private final ProjectDependenciesResolver resolver;

    ProjectClassPath(ProjectDependenciesResolver resolver) {
        this.resolver = resolver;
    }

    /**
     * Resolves it.
     *
     * @return the project's own classes first
     * @throws DbMigrateException with {@code DBM-R001} if a dependency cannot be resolved
     */
    List<Path> of(MavenProject project, MavenSession session) {
        List<Path> classPath = new ArrayList<>();
        classPath.add(Path.of(project.getBuild().getOutputDirectory()));
        classPath.addAll(resolve(project, session, "runtime", RUNTIME_SCOPES));
        return classPath;
    }

    /**
     * What the project's sources are compiled against.
     *
     * @return without the project's own classes
     * @throws DbMigrateException with {@code DBM-R001} if a dependency cannot be resolved
     */
    List<Path> forCompiling(MavenProject project, MavenSession session) {
        return resolve(project, session, "compile", COMPILE_SCOPES);
    }

    private List<Path> resolve(MavenProject project, MavenSession session, String name, DependencyFilter scopes) {
        List<Path> classPath = new ArrayList<>();
        DefaultDependencyResolutionRequest request =
                new DefaultDependencyResolutionRequest(project, session.getRepositorySession());
        request.setResolutionFilter(scopes);
        try {
            resolver.resolve(request).getResolvedDependencies().forEach(dependency -> {
                File file = dependency.getArtifact().getFile();
                if (file != null && !dependency.getArtifact().getExtension().equals("pom")) {
                    classPath.add(file.toPath());
                }
            });
        } catch (DependencyResolutionException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "the " + name + " class path of " + project.getArtifactId() + " cannot be resolved: "
                            + e.getMessage()
                            + "\nWhere a module of the same build is missing, run from the root: mvn compile dbmigrate:…",
                    e);
        }
        return classPath;
    }
}
