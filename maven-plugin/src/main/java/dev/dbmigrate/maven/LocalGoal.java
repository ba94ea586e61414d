package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.launch.Launcher;
import java.util.Map;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;

/** A goal that needs nothing compiled, and so not the project's runtime: the plugin's own carries it out. */
abstract class LocalGoal extends AbstractGoal {

    private final String command;

    LocalGoal(String command) {
        this.command = command;
    }

    @Override
    final void run(Map<String, String> merged) throws MojoExecutionException, MojoFailureException {
        Map<String, Object> io = io();
        if (prepare(merged, io)) {
            requireSuccess(Launcher.run(command, merged, io));
        }
    }

    /**
     * Adds what the command needs besides.
     *
     * @return whether there is anything to do
     */
    boolean prepare(Map<String, String> merged, Map<String, Object> io) throws MojoExecutionException {
        return true;
    }

    @Override
    final void stopped(Map<String, String> output, DbMigrateException failure) {
        Launcher.stopped(command, output, io(), failure);
    }
}
