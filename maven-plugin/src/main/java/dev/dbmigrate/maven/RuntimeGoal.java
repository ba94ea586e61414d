package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.launch.Launcher;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
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
        if (usesClasses()) {
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
        return usesClasses() && session.getProjects().size() > 1 && !IsolatedRuntime.isOn(classPath);
    }

    /** Whether it is about databases, and so about compiled migrations. */
    boolean usesDatabases() {
        return true;
    }

    /** Whether it looks at compiled migrations. */
    boolean usesClasses() {
        return usesDatabases();
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
}
