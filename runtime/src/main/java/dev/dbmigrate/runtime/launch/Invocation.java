package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.ConfigurationParser;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.RunListener;
import dev.dbmigrate.runtime.report.Console;
import dev.dbmigrate.runtime.report.Style;
import java.nio.file.Path;
import java.util.List;

/**
 * One call of a command.
 *
 * @param parameters what was asked for
 * @param console where lines go while it runs
 * @param style how the report looks
 * @param loader where migrations, adapters and drivers are found
 * @param noManifest whether it is known that there are no migrations, so that a missing manifest is no error
 * @param project the project's folders
 */
record Invocation(
        Parameters parameters, Console console, Style style, ClassLoader loader, boolean noManifest, Project project) {

    /**
     * A project's folders, for what looks at its files.
     *
     * @param directory where its build file stands
     * @param sources where its Java sources stand
     * @param classes the directories into which they are compiled
     * @param defaultPackage the package for the first migration
     */
    record Project(Path directory, Path sources, List<Path> classes, String defaultPackage) {}

    /**
     * The facade, for the databases that the parameters name.
     *
     * @param listener is told what a run does
     */
    DbMigrate facade(RunListener listener) {
        DbMigrate.Builder builder = DbMigrate.builder(ConfigurationParser.parse(parameters.values()))
                .classLoader(loader)
                .listener(listener);
        return (noManifest ? builder.manifests(List.of()) : builder).build();
    }
}
