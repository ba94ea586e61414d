package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.Diagnostic;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The places from which parameters come, strongest first: command line, environment, the POM's configuration, the POM's
 * properties, file. Each value is taken by itself: a URL may come from the command line and its password from the
 * environment. Immutable.
 *
 * @param commandLine {@code -D} properties, all of them or only ours
 * @param environment the environment's variables
 * @param pom the plugin's configuration in the POM, by full names
 * @param pomProperties the POM's properties, all of them or only ours
 * @param directory where {@code dbmigrate.properties} is looked for, and against which paths are resolved
 */
public record ParameterSources(
        Map<String, String> commandLine,
        Map<String, String> environment,
        Map<String, String> pom,
        Map<String, String> pomProperties,
        Path directory) {

    private static final String DEFAULT_FILE = "dbmigrate.properties";
    private static final Pattern NAMED_VARIABLE =
            Pattern.compile("DBMIGRATE_DATABASES_(.+)_(KIND|URL|USER|PASSWORD|DATABASE|SERVER_?ID|API_?KEY)");
    private static final Pattern KIND_AS_NAME =
            Pattern.compile("dbmigrate\\.databases\\.([^.]+)\\.(url|user|password|serverId|database|apiKey)");

    /**
     * What came of it.
     *
     * @param values the parameters by their full names
     * @param warnings what the user should know
     */
    public record Merged(Map<String, String> values, List<String> warnings) {}

    /**
     * Looks one value up without checking anything: for what comes before every check.
     *
     * @param name the parameter's full name
     * @return its value, or empty if no source has it; a file that cannot be read has nothing
     */
    public Optional<String> peek(String name) {
        Map<String, String> variables = fromEnvironment(Set.of());
        for (Map<String, String> source : List.of(commandLine, variables, pom, pomProperties)) {
            if (source.containsKey(name)) {
                return Optional.of(source.get(name));
            }
        }
        try {
            return Optional.ofNullable(fromFile().get(name));
        } catch (DbMigrateException unreadable) {
            // reported by merge(), unless the value that is looked for here makes that unnecessary
            return Optional.empty();
        }
    }

    /**
     * Reads all sources and checks their names.
     *
     * @return the values
     * @throws DbMigrateException with {@code DBM-R001} if a name is unknown or the file cannot be read
     */
    public Merged merge() {
        Map<String, String> file = fromFile();
        requireKnown(commandLine, "-D%s on the command line");
        requireKnown(pom, "'%s' in the plugin's configuration in the POM");
        requireKnown(file, "'%s' in " + file().map(Path::toString).orElse(DEFAULT_FILE));
        requireNotMistyped(pomProperties);
        Map<String, String> merged = new TreeMap<>();
        take(file, merged, true);
        take(pomProperties, merged, true);
        take(pom, merged, false);
        Set<String> names = new TreeSet<>(merged.keySet());
        names.addAll(commandLine.keySet());
        take(fromEnvironment(names), merged, true);
        take(commandLine, merged, false);
        return new Merged(merged, mistypedVariables(names));
    }

    private static void take(Map<String, String> source, Map<String, String> merged, boolean lastingOnly) {
        source.forEach((name, value) -> {
            if (ParameterNames.isKnown(name) && (!lastingOnly || ParameterNames.isLasting(name))) {
                merged.put(canonical(name), value);
            }
        });
    }

    /** {@code dbmigrate.databases.postgres.url} and {@code dbmigrate.postgres.url} are the same parameter. */
    private static String canonical(String name) {
        Matcher matcher = KIND_AS_NAME.matcher(name);
        return matcher.matches() && ParameterNames.KINDS.contains(matcher.group(1))
                ? "dbmigrate." + matcher.group(1) + "." + matcher.group(2)
                : name;
    }

    private static void requireKnown(Map<String, String> source, String place) {
        List<String> problems = new ArrayList<>();
        new TreeSet<>(source.keySet())
                .stream()
                        .filter(name -> name.startsWith("dbmigrate."))
                        .filter(name -> !ParameterNames.isKnown(name) && !ParameterNames.isForTests(name))
                        .forEach(name -> problems.add(unknown(name, place)));
        if (!problems.isEmpty()) {
            throw new DbMigrateException(Diagnostic.CONFIGURATION, String.join("\n", problems));
        }
    }

    private static String unknown(String name, String place) {
        return "there is no parameter " + String.format(Locale.ROOT, place, name)
                + ParameterNames.nearest(name)
                        .map(near -> "; did you mean " + near + "?")
                        .orElse("; docs/reference.md lists all parameters");
    }

    /** A POM may hold properties of its own that begin with {@code dbmigrate.}; one that is nearly ours is a mistake. */
    private static void requireNotMistyped(Map<String, String> pomProperties) {
        Map<String, String> suspicious = new LinkedHashMap<>(pomProperties);
        suspicious.keySet().removeIf(name -> ParameterNames.nearest(name).isEmpty() || !ParameterNames.isLasting(name));
        requireKnown(suspicious, "'%s' in the POM's properties");
    }

    private List<String> mistypedVariables(Set<String> names) {
        Set<String> known = new TreeSet<>();
        ParameterNames.known().forEach(name -> known.addAll(ParameterNames.inEnvironment(name)));
        Map<String, String> used = fromEnvironment(names);
        return new TreeSet<>(environment.keySet())
                .stream()
                        .filter(variable -> variable.startsWith("DBMIGRATE_") && !variable.startsWith("DBMIGRATE_TEST"))
                        .filter(variable -> !known.contains(variable)
                                && !NAMED_VARIABLE.matcher(variable).matches())
                        .flatMap(variable -> ParameterNames.nearest(variable, known)
                                .filter(near -> !used.containsKey(variable))
                                .map(near -> "the environment's variable " + variable + " is not read; did you mean "
                                        + near + "?")
                                .stream())
                        .toList();
    }

    /**
     * The environment's values by full names. The name of a named database is spelt as another source spells it, else in
     * lower case.
     */
    private Map<String, String> fromEnvironment(Set<String> namesElsewhere) {
        Map<String, String> values = new LinkedHashMap<>();
        for (String name : ParameterNames.known()) {
            for (String variable : ParameterNames.inEnvironment(name)) {
                if (environment.containsKey(variable)) {
                    values.put(name, environment.get(variable));
                }
            }
        }
        Map<String, String> spelling = new LinkedHashMap<>();
        for (String name : namesElsewhere) {
            String[] parts = name.split("\\.");
            if (parts.length == 4 && parts[1].equals("databases")) {
                spelling.put(parts[2].replaceAll("[^A-Za-z0-9]", "_").toUpperCase(Locale.ROOT), parts[2]);
            }
        }
        environment.forEach((variable, value) -> {
            Matcher matcher = NAMED_VARIABLE.matcher(variable);
            if (matcher.matches()) {
                String name =
                        spelling.getOrDefault(matcher.group(1), matcher.group(1).toLowerCase(Locale.ROOT));
                values.put("dbmigrate.databases." + name + "." + attribute(matcher.group(2)), value);
            }
        });
        return values;
    }

    private static String attribute(String inCapitals) {
        return switch (inCapitals) {
            case "SERVERID", "SERVER_ID" -> "serverId";
            case "APIKEY", "API_KEY" -> "apiKey";
            default -> inCapitals.toLowerCase(Locale.ROOT);
        };
    }

    private Optional<Path> file() {
        @Nullable String named = null;
        for (Map<String, String> source : List.of(pomProperties, pom, fromEnvironment(Set.of()), commandLine)) {
            named = source.getOrDefault("dbmigrate.configFile", named);
        }
        if (named != null) {
            return Optional.of(directory.resolve(named));
        }
        Path byDefault = directory.resolve(DEFAULT_FILE);
        return Files.exists(byDefault) ? Optional.of(byDefault) : Optional.empty();
    }

    private Map<String, String> fromFile() {
        Optional<Path> file = file();
        if (file.isEmpty()) {
            return Map.of();
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file.get(), StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "cannot read the parameters from " + file.get() + ": " + e
                            + "\nGive another file with -Ddbmigrate.configFile=FILE, or mend this one (UTF-8, name=value lines)",
                    e);
        }
        Map<String, String> values = new TreeMap<>();
        properties.stringPropertyNames().forEach(name -> values.put(name, properties.getProperty(name)));
        return values;
    }
}
