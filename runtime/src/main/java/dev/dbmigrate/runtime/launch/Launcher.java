package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.runtime.ConfigurationParser;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import dev.dbmigrate.runtime.ExitCode;
import dev.dbmigrate.runtime.internal.Redactor;
import dev.dbmigrate.runtime.report.Console;
import dev.dbmigrate.runtime.report.Style;
import java.io.PrintStream;
import java.nio.file.Path;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The way in for whoever has this runtime in a class loader of its own and must not share its types: the Maven plugin. All
 * that goes in and out is of the JDK. Stateless.
 */
public final class Launcher {

    private static final Map<String, Command> COMMANDS = new TreeMap<>(Map.ofEntries(
            Map.entry("apply", new ApplyCommand()),
            Map.entry("plan", new PlanCommand()),
            Map.entry("status", new StatusCommand()),
            Map.entry("rollback", new RollbackCommand()),
            Map.entry("repair", new RepairCommand()),
            Map.entry("baseline", new BaselineCommand()),
            Map.entry("unlock", new UnlockCommand()),
            Map.entry("rebuild-history", new RebuildHistoryCommand()),
            Map.entry("validate", new ValidateCommand()),
            Map.entry("health", new HealthCommand()),
            Map.entry("lock", new LockCommand()),
            Map.entry("rebase", new RebaseCommand()),
            Map.entry("check", new CheckCommand(Map.of())),
            Map.entry("new", new NewCommand())));

    private Launcher() {}

    /**
     * Runs a command. Migrations, adapters and drivers are those of the calling thread's context class loader.
     *
     * @param command {@code apply}, {@code plan}, {@code status}, {@code rollback}, {@code repair}, {@code baseline},
     *     {@code unlock}, {@code rebuild-history}, {@code validate}, {@code health}, {@code lock}, {@code rebase}, {@code check}
     *     or {@code new}
     * @param parameters values by their full names ({@code dbmigrate.postgres.url}), already merged from their sources
     * @param io where lines go and where the project stands: {@code info}, {@code warn}, {@code error}
     *     ({@code Consumer<String>}), {@code out} ({@link PrintStream}), {@code terminal}, {@code colour} ({@link Boolean}),
     *     {@code quiet} ({@link Boolean}, whether {@code info} goes nowhere: what was asked for goes to {@code out} then),
     *     {@code width} ({@link Integer}, characters a line), {@code directory}, {@code sources}, {@code defaultPackage}
     *     ({@link String}), {@code classes} ({@code List<String>}, directories), {@code isolated} ({@link Boolean}, whether
     *     the class loader is thrown away afterwards), for {@code check} {@code compiler} ({@code Map<String, List<String>>}, as
     *     for {@link dev.dbmigrate.runtime.check.CheckRequest#of})
     * @return {@code exitCode} ({@link Integer}); where it is not 0, {@code id} ({@link String}, of the diagnostic),
     *     {@code error} ({@link String}), and {@code cause}
     *     ({@link Throwable}) if the error is dbmigrate's own
     */
    public static Map<String, Object> run(String command, Map<String, String> parameters, Map<String, Object> io) {
        Console console = console(io);
        try (Interruption interruption = new Interruption(console)) {
            Outcome outcome = report(command, parameters, io, console);
            if (interruption.isStopping() && outcome.failure() != null) {
                // the process ends before the caller can show it
                console.error().accept(String.valueOf(outcome.failure().getMessage()));
            }
            return result(outcome.failure());
        } finally {
            if (Boolean.TRUE.equals(io.get("isolated"))) {
                releaseDrivers();
            }
        }
    }

    /**
     * Writes down a failure that came before a command could run, where the command's outcome would have been written: who
     * asked for a document gets one.
     *
     * @param command the command
     * @param parameters values by their full names, as far as they are known
     * @param io as for {@link #run}
     * @param failure what went wrong
     */
    public static void stopped(
            String command, Map<String, String> parameters, Map<String, Object> io, DbMigrateException failure) {
        Console console = console(io);
        try {
            Output output =
                    output(command(command, io), new Parameters(parameters), project(io), console, console.info());
            written(command, Outcome.failed(new Redactor(parameters).redact(failure)), output);
        } catch (DbMigrateException e) {
            // format or file are wrong themselves: then the failure is on the console alone
            failure.addSuppressed(e);
        }
    }

    /**
     * The kinds of database that the migrations on the class path change by the kind's own name: those for which a server is
     * needed.
     *
     * @param io as for {@link #run}
     * @return {@code exitCode} and {@code error} as {@link #run} does; {@code kinds} ({@code List<String>}, sorted)
     */
    public static Map<String, Object> kinds(Map<String, Object> io) {
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            Manifests.requireProcessorRan(project(io).classes());
            Map<String, Object> result = result(null);
            result.put("kinds", List.copyOf(Manifests.kinds(loader)));
            return result;
        } catch (DbMigrateException e) {
            return result(e);
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            return result(translate(e));
        }
    }

    private static Outcome report(String name, Map<String, String> values, Map<String, Object> io, Console console) {
        Redactor redactor = new Redactor(values);
        Parameters parameters = new Parameters(values);
        Output output = new Output(Parameters.Format.TEXT, null, console, console.info());
        Outcome outcome;
        try {
            Command command = command(name, io);
            boolean aloud = Boolean.TRUE.equals(io.get("quiet")) && command.answers(parameters);
            output = output(command, parameters, project(io), console, aloud ? console.out()::println : console.info());
            outcome = execute(command, parameters, project(io), output);
        } catch (DbMigrateException e) {
            outcome = Outcome.failed(redactor.redact(e));
        } catch (ServiceConfigurationError | LinkageError | RuntimeException e) {
            outcome = Outcome.failed(redactor.redact(translate(e)));
        }
        return written(name, outcome, output);
    }

    private static Outcome written(String name, Outcome outcome, Output output) {
        try {
            output.write(name, outcome);
            return outcome;
        } catch (DbMigrateException e) {
            DbMigrateException first = outcome.failure();
            if (first != null) {
                first.addSuppressed(e);
            }
            return first == null ? Outcome.failed(e) : outcome;
        }
    }

    private static Output output(
            Command command,
            Parameters parameters,
            Invocation.Project project,
            Console console,
            Consumer<String> report) {
        String file = parameters.text("dbmigrate.outputFile");
        return new Output(
                parameters.format(command.formats()),
                file == null ? null : project.directory().resolve(file),
                console,
                report);
    }

    @SuppressWarnings("unchecked") // as at console()
    private static Command command(String name, Map<String, Object> io) {
        if (name.equals("check") && io.get("compiler") instanceof Map<?, ?> compiler) {
            return new CheckCommand((Map<String, List<String>>) compiler);
        }
        Command command = COMMANDS.get(name);
        if (command == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "there is no command '" + name + "'; there are " + String.join(", ", COMMANDS.keySet()));
        }
        return command;
    }

    private static Outcome execute(Command command, Parameters parameters, Invocation.Project project, Output output) {
        ClassLoader loader = Thread.currentThread().getContextClassLoader();
        boolean noManifest = false;
        if (command.needsMigrations()) {
            List<Manifest> manifests = Manifests.in(loader);
            noManifest = manifests.isEmpty();
            Manifests.requireProcessorRan(project.classes());
            if (nothingToDo(manifests, parameters)) {
                return Outcome.done(
                        Map.of("migrationsFound", false),
                        List.of("No migrations here: no class on the class path carries @Migration. Nothing to do."));
            }
        }
        return command.run(new Invocation(
                parameters, output.whileRunning(), output.console().style(), loader, noManifest, project));
    }

    /** Where a database is configured, its history is looked at: it may know of migrations that a broken build has lost. */
    private static boolean nothingToDo(List<Manifest> manifests, Parameters parameters) {
        return manifests.stream().allMatch(manifest -> manifest.size() == 0)
                && ConfigurationParser.parse(parameters.values()).databases().isEmpty();
    }

    /** What is broken on the class path is for the user to mend; everything else that gets here is our own mistake. */
    private static DbMigrateException translate(Throwable problem) {
        return problem instanceof ServiceConfigurationError || problem instanceof LinkageError
                ? new DbMigrateException(
                        Diagnostic.MANIFEST_CONFLICT,
                        "the class path does not fit together: " + problem
                                + "\nCompile again from the start (mvn clean compile); all dbmigrate artifacts, the plugin"
                                + " and the annotation processor must have the same version",
                        problem)
                : new DbMigrateException(
                        Diagnostic.INTERNAL,
                        "a mistake in dbmigrate: " + problem + "\nPlease report it with the stack trace (mvn -e)",
                        problem);
    }

    private static Map<String, Object> result(@Nullable DbMigrateException failure) {
        Map<String, Object> result = new LinkedHashMap<>();
        result.put(
                "exitCode",
                failure == null ? 0 : failure.diagnostic().exitCode().code());
        if (failure != null) {
            result.put("id", failure.diagnostic().id());
            result.put("error", String.valueOf(failure.getMessage()));
            if (failure.diagnostic().exitCode() == ExitCode.INTERNAL) {
                result.put("cause", failure);
            }
        }
        return result;
    }

    @SuppressWarnings("unchecked") // the caller has no types of ours to say it with; documented at run()
    private static Console console(Map<String, Object> io) {
        return new Console(
                (Consumer<String>) required(io, "info"),
                (Consumer<String>) required(io, "warn"),
                (Consumer<String>) required(io, "error"),
                (PrintStream) required(io, "out"),
                Boolean.TRUE.equals(io.get("terminal")),
                new Style(Boolean.TRUE.equals(io.get("colour")), (Integer) required(io, "width")));
    }

    private static Invocation.Project project(Map<String, Object> io) {
        List<?> classes = (List<?>) required(io, "classes");
        return new Invocation.Project(
                Path.of((String) required(io, "directory")),
                Path.of((String) required(io, "sources")),
                classes.stream().map(directory -> Path.of((String) directory)).toList(),
                (String) required(io, "defaultPackage"));
    }

    private static Object required(Map<String, Object> io, String key) {
        Object value = io.get(key);
        if (value == null) {
            throw new IllegalArgumentException("io." + key + " is missing");
        }
        return value;
    }

    /** {@link DriverManager} is of the JDK and would keep the drivers, and by them the whole class loader, for ever. */
    private static void releaseDrivers() {
        ClassLoader ours = Launcher.class.getClassLoader();
        List<Driver> drivers = DriverManager.drivers()
                .filter(driver -> driver.getClass().getClassLoader() == ours)
                .toList();
        for (Driver driver : drivers) {
            try {
                DriverManager.deregisterDriver(driver);
            } catch (SQLException e) {
                throw new IllegalStateException(
                        "cannot deregister " + driver.getClass().getName(), e);
            }
        }
    }
}
