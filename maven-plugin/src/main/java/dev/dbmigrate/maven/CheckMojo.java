package dev.dbmigrate.maven;

import dev.dbmigrate.model.LockFile;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.eclipse.aether.RepositorySystem;
import org.jspecify.annotations.Nullable;

/**
 * Checks a pull request: runs the annotation processor over the project's sources and reports everything it says, as text, JSON,
 * SARIF 2.1.0 or workflow commands. Needs no server and no compiled classes, and writes none.
 */
@Mojo(name = "check", threadSafe = true)
@SuppressWarnings("NullAway.Init") // Maven sets the fields before it calls execute()
public final class CheckMojo extends LocalGoal {

    /** This plugin. */
    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    PluginDescriptor plugin;

    /** From what on the goal fails: {@code error} (the default) or {@code warning}. */
    @Parameter(property = "dbmigrate.failOn")
    @Nullable
    String failOn;

    /** The lock file; the default is the one that the compiler finds. */
    @Parameter(property = "dbmigrate.lock")
    @Nullable
    String lock;

    @Inject
    ProjectDependenciesResolver dependencies;

    @Inject
    RepositorySystem repositories;

    /** For Maven. */
    public CheckMojo() {
        super("check");
    }

    @Override
    void collect(Map<String, String> values) {
        put("dbmigrate.failOn", failOn, values);
        put("dbmigrate.lock", lock, values);
    }

    @Override
    boolean prepare(Map<String, String> merged, Map<String, Object> io) throws MojoExecutionException {
        if (!hasMigrations()) {
            getLog().info("Skipped: no source of this module has a @Migration, and there is no lock file");
            return false;
        }
        CompilerSettings settings = CompilerSettings.of(project);
        List<String> options = new ArrayList<>(settings.options());
        String file = merged.get("dbmigrate.lock");
        if (file != null) {
            options.removeIf(option -> option.startsWith("-Adbmigrate.lock="));
            options.add("-Adbmigrate.lock=" + project.getBasedir().toPath().resolve(file));
        }
        Map<String, List<String>> compiler = new LinkedHashMap<>();
        compiler.put("sourceRoots", project.getCompileSourceRoots());
        compiler.put("classPath", texts(new ProjectClassPath(dependencies).forCompiling(project, session)));
        compiler.put(
                "processorPath",
                texts(new ProcessorPath(repositories, session, project, plugin.getVersion())
                        .of(settings.processorPaths())));
        compiler.put("options", options);
        compiler.put("encoding", List.of(settings.encoding()));
        compiler.put("repository", List.of(repository().toString()));
        compiler.put("directory", List.of(project.getBasedir().getPath()));
        compiler.put("version", List.of(plugin.getVersion()));
        io.put("compiler", compiler);
        return true;
    }

    private static List<String> texts(List<Path> paths) {
        return paths.stream().map(Path::toString).toList();
    }

    private boolean hasMigrations() {
        if (Files.exists(project.getBasedir().toPath().resolve("src/main/resources/" + LockFile.RESOURCE))) {
            return true;
        }
        try {
            for (String root : project.getCompileSourceRoots()) {
                if (mentionsMigration(Path.of(root))) {
                    return true;
                }
            }
            return false;
        } catch (IOException e) {
            throw new DbMigrateException(Diagnostic.CONFIGURATION, "cannot read the project's sources: " + e, e);
        }
    }

    private static boolean mentionsMigration(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return false;
        }
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                // ISO 8859-1 never fails, and the annotation's name is ASCII
                if (Files.readString(file, StandardCharsets.ISO_8859_1).contains("@Migration")) {
                    return true;
                }
            }
            return false;
        }
    }

    /** The folder that holds {@code .git}, else that of the build: pull requests name files from there. */
    private Path repository() {
        for (Path at = project.getBasedir().toPath().toAbsolutePath(); at != null; at = at.getParent()) {
            if (Files.exists(at.resolve(".git"))) {
                return at;
            }
        }
        Path root = Path.of(session.getExecutionRootDirectory()).toAbsolutePath();
        Path own = project.getBasedir().toPath().toAbsolutePath();
        return own.startsWith(root) ? root : own;
    }
}
