package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.File;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.logging.Log;
import org.apache.maven.project.MavenProject;
import org.eclipse.aether.RepositorySystem;
import org.eclipse.aether.artifact.DefaultArtifact;
import org.eclipse.aether.collection.CollectRequest;
import org.eclipse.aether.graph.Dependency;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.DependencyRequest;
import org.eclipse.aether.resolution.DependencyResolutionException;

/**
 * Throwaway servers for the kinds of database that have no URL. They are the testkit's, which is resolved when they are first
 * asked for, and they run in processes of their own, so that the next goal finds them.
 */
final class EmbeddedServers {

    private static final String MAIN = "dev.dbmigrate.testkit.EmbeddedServersMain";

    /** The first start resolves Neo4j's two hundred jars. */
    private static final long PATIENCE_MINUTES = 10;

    private final RepositorySystem repositories;
    private final MavenSession session;
    private final MavenProject project;
    private final String version;
    private final Log log;

    EmbeddedServers(
            RepositorySystem repositories, MavenSession session, MavenProject project, String version, Log log) {
        this.repositories = repositories;
        this.session = session;
        this.project = project;
        this.version = version;
        this.log = log;
    }

    /** Where the servers of a project keep their data. */
    static Path directory(MavenProject project) {
        return Path.of(project.getBuild().getDirectory(), "dbmigrate-embedded");
    }

    /**
     * Starts what is not running yet.
     *
     * @param kinds the kinds
     * @return the parameters that name the servers: {@code dbmigrate.postgres.url} and so on
     * @throws DbMigrateException with {@code DBM-R060} if one could not be started
     */
    Map<String, String> start(Collection<String> kinds) {
        log.info("Embedded servers: " + String.join(", ", kinds) + " (data in "
                + project.getBasedir().toPath().relativize(directory(project)) + ")");
        String output = call("start", List.of("--kinds", String.join(",", kinds)));
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(output));
        } catch (IOException e) {
            throw new DbMigrateException(
                    Diagnostic.EMBEDDED_SERVER, "cannot read the embedded servers' addresses: " + e, e);
        }
        Map<String, String> parameters = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(name -> name.startsWith("dbmigrate."))
                .forEach(name -> parameters.put(name, properties.getProperty(name)));
        return parameters;
    }

    /**
     * Stops the servers, or also deletes their data.
     *
     * @param command {@code stop} or {@code wipe}
     * @throws DbMigrateException with {@code DBM-R060} if that failed
     */
    void end(String command) {
        if (!Files.isDirectory(directory(project))) {
            log.info("No embedded servers here.");
            return;
        }
        call(command, List.of());
        log.info(
                command.equals("stop")
                        ? "The embedded servers are stopped; their data stays in " + directory(project)
                        : "The embedded servers are stopped and their data is deleted.");
    }

    private String call(String command, List<String> options) {
        Path directory = directory(project);
        // beside the directory, which is gone after a wipe
        Path output = directory.resolveSibling("dbmigrate-embedded." + command + ".out");
        Path errors = directory.resolveSibling("dbmigrate-embedded." + command + ".err");
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.add("-XX:TieredStopAtLevel=1");
        // Neo4j's jars come from where the build's own come from
        line.add("-Dmaven.repo.local="
                + session.getRepositorySession().getLocalRepository().getBasedir());
        line.add("-cp");
        line.add(classPath());
        line.add(MAIN);
        line.add(command);
        line.add("--directory");
        line.add(directory.toString());
        line.addAll(options);
        try {
            Files.createDirectories(output.getParent());
            // files and not pipes: a server that inherits a pipe would keep it open for as long as it lives
            Process process = new ProcessBuilder(line)
                    .redirectInput(ProcessBuilder.Redirect.PIPE)
                    .redirectOutput(output.toFile())
                    .redirectError(errors.toFile())
                    .start();
            process.getOutputStream().close();
            if (!process.waitFor(PATIENCE_MINUTES, TimeUnit.MINUTES)) {
                process.destroy();
                throw failed(command, "no answer within " + PATIENCE_MINUTES + " minutes", errors);
            }
            if (process.exitValue() != 0) {
                throw failed(command, "exit code " + process.exitValue(), errors);
            }
            return Files.exists(output) ? Files.readString(output, StandardCharsets.UTF_8) : "";
        } catch (IOException e) {
            throw new DbMigrateException(
                    Diagnostic.EMBEDDED_SERVER, "cannot " + command + " the embedded servers: " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new DbMigrateException(Diagnostic.INTERRUPTED, "stopped while the embedded servers " + command, e);
        }
    }

    private static DbMigrateException failed(String command, String what, Path errors) throws IOException {
        String said = Files.exists(errors)
                ? Files.readString(errors, StandardCharsets.UTF_8).strip()
                : "";
        return new DbMigrateException(
                Diagnostic.EMBEDDED_SERVER,
                "cannot " + command + " the embedded servers: " + what + (said.isEmpty() ? "" : "\n" + lastLines(said))
                        + "\nLook into " + errors
                        + ", begin anew with mvn dbmigrate:embedded-wipe, or give the URL of a server"
                        + " of your own, for example -Ddbmigrate.postgres.url=jdbc:postgresql://localhost:5432/app");
    }

    private static String lastLines(String text) {
        List<String> lines = text.lines().toList();
        return String.join("\n", lines.subList(Math.max(0, lines.size() - 15), lines.size()));
    }

    private String classPath() {
        Dependency testkit =
                new Dependency(new DefaultArtifact("dev.dbmigrate", "dbmigrate-testkit", "jar", version), "runtime");
        List<RemoteRepository> remote = new ArrayList<>(project.getRemoteProjectRepositories());
        remote.addAll(project.getRemotePluginRepositories());
        CollectRequest collect = new CollectRequest(testkit, remote);
        try {
            return repositories
                    .resolveDependencies(
                            session.getRepositorySession(),
                            new DependencyRequest(collect, ProjectClassPath.RUNTIME_SCOPES))
                    .getArtifactResults()
                    .stream()
                    .map(result -> result.getArtifact().getFile())
                    .map(File::getPath)
                    .collect(Collectors.joining(File.pathSeparator));
        } catch (DependencyResolutionException e) {
            throw new DbMigrateException(
                    Diagnostic.EMBEDDED_SERVER,
                    "dbmigrate.embedded=true needs dev.dbmigrate:dbmigrate-testkit:" + version
                            + ", which cannot be resolved: " + e.getMessage(),
                    e);
        }
    }
}
