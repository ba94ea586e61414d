package dev.dbmigrate.runtime;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads a {@link Configuration} from parameters by their full names ({@code dbmigrate.postgres.url}). Stateless. */
public final class ConfigurationParser {

    private static final Pattern NAMED = Pattern.compile("dbmigrate\\.databases\\.([^.]+)\\.([A-Za-z]+)");
    private static final Pattern BY_KIND = Pattern.compile("dbmigrate\\.([a-z0-9]+)\\.([A-Za-z]+)");
    private static final List<String> KINDS = List.of("postgres", "mongodb", "neo4j", "redis", "weaviate");

    private ConfigurationParser() {}

    /**
     * Reads the parameters; those that do not concern databases, the home or the lease are left alone.
     *
     * @param parameters values by full name
     * @return the configuration
     * @throws DbMigrateException with {@code DBM-R001} if a value is missing or cannot be read
     */
    public static Configuration parse(Map<String, String> parameters) {
        Map<String, Map<String, String>> byName = new LinkedHashMap<>();
        for (String kind : KINDS) {
            byName.put(kind, new LinkedHashMap<>());
        }
        parameters.forEach((key, value) -> {
            Matcher named = NAMED.matcher(key);
            Matcher byKind = BY_KIND.matcher(key);
            if (named.matches()) {
                byName.computeIfAbsent(named.group(1), name -> new LinkedHashMap<>())
                        .put(named.group(2), value);
            } else if (byKind.matches() && KINDS.contains(byKind.group(1))) {
                byName.computeIfAbsent(byKind.group(1), name -> new LinkedHashMap<>())
                        .put(byKind.group(2), value);
            }
        });
        List<TargetConfig> databases = new ArrayList<>();
        byName.forEach((name, values) -> {
            if (!values.isEmpty() && (values.containsKey("url") || !KINDS.contains(name))) {
                databases.add(target(name, values));
            }
        });
        String home = parameters.get("dbmigrate.home");
        requireKnownHome(home, databases);
        return new Configuration(
                databases,
                home,
                duration(parameters, "dbmigrate.lease.timeToLive", Configuration.DEFAULT_LEASE_TIME_TO_LIVE),
                duration(parameters, "dbmigrate.lease.wait", Configuration.DEFAULT_LEASE_WAIT),
                parameters.getOrDefault("dbmigrate.appliedBy", System.getProperty("user.name", "unknown")));
    }

    private static TargetConfig target(String name, Map<String, String> values) {
        String prefix = (KINDS.contains(name) ? "dbmigrate." : "dbmigrate.databases.") + name;
        String kind = values.getOrDefault("kind", KINDS.contains(name) ? name : null);
        if (kind == null) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "the database '" + name + "' has no kind: add " + prefix + ".kind=postgres (or one of " + KINDS
                            + ")");
        }
        String url = values.get("url");
        if (url == null || url.isBlank()) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, "the database '" + name + "' has no URL: add " + prefix + ".url=…");
        }
        String password = values.get("password");
        Map<String, String> options = new LinkedHashMap<>(values);
        Set.of("kind", "url", "user", "password", "serverId").forEach(options::remove);
        return new TargetConfig(
                name, kind, url.strip(), values.get("user"), password == null ? null : new Secret(password), options);
    }

    private static void requireKnownHome(@Nullable String home, List<TargetConfig> databases) {
        Set<String> names = new LinkedHashSet<>();
        databases.forEach(database -> names.add(database.name()));
        if (home != null && !names.contains(home)) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION,
                    "dbmigrate.home=" + home + " names a database that is not configured; configured are " + names);
        }
    }

    /** Reads {@code 30s}, {@code 5m}, {@code 500ms} or ISO 8601 ({@code PT30S}). */
    private static Duration duration(Map<String, String> parameters, String key, Duration otherwise) {
        String text = parameters.get(key);
        if (text == null) {
            return otherwise;
        }
        Matcher simple = Pattern.compile("(\\d{1,9})(ms|s|m|h)").matcher(text.strip());
        try {
            if (!simple.matches()) {
                return Duration.parse(text.strip());
            }
            long number = Long.parseLong(simple.group(1));
            return switch (simple.group(2)) {
                case "ms" -> Duration.ofMillis(number);
                case "s" -> Duration.ofSeconds(number);
                case "m" -> Duration.ofMinutes(number);
                default -> Duration.ofHours(number);
            };
        } catch (DateTimeParseException e) {
            throw new DbMigrateException(
                    Diagnostic.CONFIGURATION, key + "=" + text + " is not a duration: write 30s, 5m or 500ms", e);
        }
    }
}
