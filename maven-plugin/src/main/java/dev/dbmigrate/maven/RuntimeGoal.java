package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.ExitCode;
import dev.dbmigrate.runtime.launch.Launcher;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import javax.inject.Inject;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugin.descriptor.PluginDescriptor;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.ProjectDependenciesResolver;
import org.apache.maven.settings.crypto.SettingsDecrypter;
import org.eclipse.aether.RepositorySystem;

/** A goal that the project's own runtime carries out. */
@SuppressWarnings("NullAway.Init") // Maven sets the fields before it calls execute()
abstract class RuntimeGoal extends AbstractGoal {

    /** This plugin. */
    @Parameter(defaultValue = "${plugin}", readonly = true, required = true)
    PluginDescriptor plugin;

    @Inject
    ProjectDependenciesResolver dependencies;

    @Inject
    SettingsDecrypter decrypter;

    @Inject
    RepositorySystem repositories;

    private final String command;

    RuntimeGoal(String command) {
        this.command = command;
    }

    @Override
    final void run(Map<String, String> merged) throws MojoExecutionException, MojoFailureException {
        if (usesDatabases()) {
            CompiledClasses.check(project, command, getLog());
        }
        Map<String, Object> io = io();
        List<Path> classPath = new ProjectClassPath(dependencies).of(project, session);
        if (isBystander(classPath)) {
            getLog().info("Skipped: this module has neither migrations nor dbmigrate-runtime");
            return;
        }
        try (IsolatedRuntime runtime = new IsolatedRuntime(classPath)) {
            Map<String, String> complete = new ServerPasswords(decrypter).fill(merged, session.getSettings());
            if (usesDatabases() && embedded(merged)) {
                complete.putAll(startServers(runtime, complete, io));
            }
            requireSuccess(runtime.run(command, complete, io));
        }
    }

    @Override
    final void stopped(Map<String, String> output, DbMigrateException failure) {
        Launcher.stopped(command, output, io(), failure);
    }

    /** In a build of several modules the plugin often stands in the common parent, for all of them. */
    private boolean isBystander(List<Path> classPath) throws MojoExecutionException {
        return usesDatabases() && session.getProjects().size() > 1 && !IsolatedRuntime.isOn(classPath);
    }

    /** Whether it is about databases, and so about compiled migrations. */
    boolean usesDatabases() {
        return true;
    }

    private Map<String, String> startServers(
            IsolatedRuntime runtime, Map<String, String> parameters, Map<String, Object> io)
            throws MojoExecutionException, MojoFailureException {
        Map<?, ?> found = runtime.kinds(io);
        requireKinds(found);
        Set<String> kinds = new TreeSet<>();
        if (found.get("kinds") instanceof List<?> used) {
            used.forEach(kind -> kinds.add(String.valueOf(kind)));
        }
        kinds.removeIf(kind -> parameters.containsKey("dbmigrate." + kind + ".url"));
        return kinds.isEmpty()
                ? Map.of()
                : new EmbeddedServers(repositories, session, project, plugin.getVersion(), getLog()).start(kinds);
    }

    /** Nothing has been written about this failure yet, so it goes the way of those that come before the runtime. */
    private static void requireKinds(Map<?, ?> found) throws MojoExecutionException, MojoFailureException {
        for (Diagnostic diagnostic : Diagnostic.values()) {
            if (diagnostic != Diagnostic.INTERNAL && diagnostic.id().equals(found.get("id"))) {
                String message = String.valueOf(found.get("error"));
                throw new DbMigrateException(diagnostic, message.replace("[" + diagnostic.id() + "] ", ""));
            }
        }
        requireSuccess(found);
    }

    static boolean embedded(Map<String, String> parameters) {
        String value = parameters.getOrDefault("dbmigrate.embedded", "false").strip();
        if (!Set.of("", "true", "false").contains(value)) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "dbmigrate.embedded=" + value + " cannot be read: write true or false");
        }
        return !value.equals("false");
    }

    private Map<String, Object> io() {
        Terminal terminal = Terminal.of(session, getLog().isInfoEnabled());
        Map<String, Object> io = new LinkedHashMap<>();
        io.put("info", (Consumer<String>) getLog()::info);
        io.put("warn", (Consumer<String>) getLog()::warn);
        io.put("error", (Consumer<String>) getLog()::error);
        io.put("out", System.out);
        io.put("terminal", terminal.watched());
        io.put("colour", terminal.colour());
        io.put("quiet", !getLog().isInfoEnabled());
        io.put("width", Terminal.WIDTH);
        io.put("isolated", true);
        io.put("directory", project.getBasedir().getPath());
        io.put(
                "sources",
                project.getCompileSourceRoots().isEmpty()
                        ? project.getBuild().getSourceDirectory()
                        : project.getCompileSourceRoots().get(0));
        io.put("classes", List.of(project.getBuild().getOutputDirectory()));
        io.put("defaultPackage", project.getGroupId().replaceAll("[^A-Za-z0-9_.]", "_") + ".migrations");
        return io;
    }

    private static void requireSuccess(Map<?, ?> result) throws MojoExecutionException, MojoFailureException {
        Object exitCode = result.get("exitCode");
        if (exitCode instanceof Integer code && code == ExitCode.OK.code()) {
            return;
        }
        String error = String.valueOf(result.get("error"));
        if (result.get("cause") instanceof Throwable cause) {
            throw new MojoExecutionException(error, cause);
        }
        throw new MojoFailureException(error);
    }
}
