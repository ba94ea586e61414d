package dev.dbmigrate.maven;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExitCode;
import dev.dbmigrate.runtime.launch.ParameterSources;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Consumer;
import org.apache.maven.execution.MavenSession;
import org.apache.maven.plugin.AbstractMojo;
import org.apache.maven.plugin.MojoExecutionException;
import org.apache.maven.plugin.MojoFailureException;
import org.apache.maven.plugins.annotations.Parameter;
import org.apache.maven.project.MavenProject;
import org.jspecify.annotations.Nullable;

/**
 * What all goals have in common: {@code dbmigrate.skip} before anything else, parameters from all their sources, and errors
 * turned into Maven's.
 *
 * <p>A field's value is its {@code -D}, its {@code <configuration>} or the POM's property, as Maven sees it; where the
 * command line or the environment says something else, they win, which is why all sources are merged once more by
 * {@link ParameterSources}. All values are texts, so that a mistyped one is an error and not a silent {@code false}.
 */
@SuppressWarnings("NullAway.Init") // Maven sets the fields before it calls execute()
abstract class AbstractGoal extends AbstractMojo {

    /** The running build. */
    @Parameter(defaultValue = "${session}", readonly = true, required = true)
    MavenSession session;

    /** The project. */
    @Parameter(defaultValue = "${project}", readonly = true, required = true)
    MavenProject project;

    /** Do nothing at all: not even read the other parameters or resolve a dependency. */
    @Parameter(property = "dbmigrate.skip")
    @Nullable
    String skip;

    /** A file of parameters ({@code name=value} lines, UTF-8); the default is {@code dbmigrate.properties} beside the POM. */
    @Parameter(property = "dbmigrate.configFile")
    @Nullable
    String configFile;

    /** How results are written: {@code text} or {@code json}. */
    @Parameter(property = "dbmigrate.format")
    @Nullable
    String format;

    /** A file for the result, relative to the project's directory; without it, it goes to the console. */
    @Parameter(property = "dbmigrate.outputFile")
    @Nullable
    String outputFile;

    /** Start throwaway servers for the kinds of database that migrations need and that have no URL. */
    @Parameter(property = "dbmigrate.embedded")
    @Nullable
    String embedded;

    /** The name of the database that holds the history; the default is PostgreSQL, else MongoDB, Neo4j, Redis. */
    @Parameter(property = "dbmigrate.home")
    @Nullable
    String home;

    /** Who is named in the history; the default is the operating system's user. */
    @Parameter(property = "dbmigrate.appliedBy")
    @Nullable
    String appliedBy;

    /** How long a runner's lease lives without being renewed: {@code 30s}, {@code 5m}. */
    @Parameter(property = "dbmigrate.lease.timeToLive")
    @Nullable
    String leaseTimeToLive;

    /** How long to wait for another runner to finish: {@code 5m}, {@code 0s}. */
    @Parameter(property = "dbmigrate.lease.wait")
    @Nullable
    String leaseWait;

    /** PostgreSQL: {@code url}, {@code user}, {@code password}, {@code serverId}; also as {@code -Ddbmigrate.postgres.url}. */
    @Parameter
    @Nullable
    DatabaseSettings postgres;

    /** MongoDB: {@code url}, {@code database}, {@code user}, {@code password}, {@code serverId}. */
    @Parameter
    @Nullable
    DatabaseSettings mongodb;

    /** Neo4j: {@code url}, {@code user}, {@code password}, {@code database}, {@code serverId}. */
    @Parameter
    @Nullable
    DatabaseSettings neo4j;

    /** Redis: {@code url}, {@code user}, {@code password}, {@code serverId}. */
    @Parameter
    @Nullable
    DatabaseSettings redis;

    /** Further databases, each with {@code name}, {@code kind} and the rest; also as {@code -Ddbmigrate.databases.NAME.url}. */
    @Parameter
    @Nullable
    List<Database> databases;

    /** Any parameter by its full name ({@code dbmigrate.home}), for those who like a plain list. */
    @Parameter
    @Nullable
    Map<String, String> parameters;

    @Override
    public final void execute() throws MojoExecutionException, MojoFailureException {
        ParameterSources sources = sources();
        String skipped = sources.peek("dbmigrate.skip").orElse("false").strip();
        if (skipped.isEmpty() || skipped.equals("true")) {
            getLog().info("Skipped: dbmigrate.skip=true");
            return;
        }
        if (project.getPackaging().equals("pom")) {
            getLog().info("Skipped: a project with packaging pom has no migrations of its own");
            return;
        }
        try {
            ParameterSources.Merged merged = sources.merge();
            merged.warnings().forEach(getLog()::warn);
            run(merged.values());
        } catch (DbMigrateException e) {
            stopped(outputOnly(sources), e);
            throw new MojoFailureException(e.getMessage(), e);
        }
    }

    /** The parameters may be what is wrong; these two are wanted all the same. */
    private static Map<String, String> outputOnly(ParameterSources sources) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : List.of("dbmigrate.format", "dbmigrate.outputFile")) {
            sources.peek(name).ifPresent(value -> values.put(name, value));
        }
        return values;
    }

    /**
     * Tells of an error that came before the project's own runtime could.
     *
     * @param output {@code dbmigrate.format} and {@code dbmigrate.outputFile}, as far as they are given
     * @param failure the error, which Maven shows too
     */
    void stopped(Map<String, String> output, DbMigrateException failure) {}

    /**
     * Does the goal's work.
     *
     * @param merged the parameters by their full names
     * @throws DbMigrateException for what the user can mend
     */
    abstract void run(Map<String, String> merged) throws MojoExecutionException, MojoFailureException;

    /** Adds the goal's own fields. */
    void collect(Map<String, String> values) {}

    static void put(String name, @Nullable String value, Map<String, String> values) {
        DatabaseSettings.put(name, value, values);
    }

    private ParameterSources sources() {
        return new ParameterSources(
                commandLine(),
                System.getenv(),
                configuration(),
                ours(project.getProperties()),
                project.getBasedir().toPath());
    }

    /** System properties hold what stands in {@code MAVEN_OPTS} and {@code .mvn/jvm.config}; user properties are stronger. */
    private Map<String, String> commandLine() {
        Map<String, String> values = new LinkedHashMap<>(ours(session.getSystemProperties()));
        values.putAll(ours(session.getUserProperties()));
        return values;
    }

    private Map<String, String> configuration() {
        Map<String, String> values = new LinkedHashMap<>();
        put("dbmigrate.skip", skip, values);
        put("dbmigrate.configFile", configFile, values);
        put("dbmigrate.format", format, values);
        put("dbmigrate.outputFile", outputFile, values);
        put("dbmigrate.embedded", embedded, values);
        put("dbmigrate.home", home, values);
        put("dbmigrate.appliedBy", appliedBy, values);
        put("dbmigrate.lease.timeToLive", leaseTimeToLive, values);
        put("dbmigrate.lease.wait", leaseWait, values);
        Map<String, @Nullable DatabaseSettings> kinds = new LinkedHashMap<>();
        kinds.put("postgres", postgres);
        kinds.put("mongodb", mongodb);
        kinds.put("neo4j", neo4j);
        kinds.put("redis", redis);
        kinds.forEach((kind, settings) -> {
            if (settings != null) {
                settings.collect("dbmigrate." + kind, values);
            }
        });
        if (databases != null) {
            databases.forEach(database -> database.collect(values));
        }
        if (parameters != null) {
            parameters.forEach((name, value) -> put(
                    name.startsWith("dbmigrate.") ? name : "dbmigrate." + name, value == null ? "" : value, values));
        }
        collect(values);
        return values;
    }

    private static Map<String, String> ours(Properties properties) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (name.startsWith("dbmigrate.")) {
                values.put(name, properties.getProperty(name));
            }
        }
        return values;
    }

    /** Where lines go, and where the project stands. */
    Map<String, Object> io() {
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

    /** Turns a result into Maven's exceptions. */
    static void requireSuccess(Map<?, ?> result) throws MojoExecutionException, MojoFailureException {
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
