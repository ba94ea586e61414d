package dev.dbmigrate.runtime.launch;

import dev.dbmigrate.runtime.internal.NearNames;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of all parameters, and how each is called in the environment. Stateless. */
public final class ParameterNames {

    /** What each database can be given. */
    static final List<String> OF_A_DATABASE = List.of("url", "user", "password", "serverId", "database", "apiKey");

    /** The kinds that have parameters of their own. */
    public static final List<String> KINDS = List.of("postgres", "mongodb", "neo4j", "redis", "weaviate");

    private static final List<String> GENERAL = List.of(
            "dbmigrate.appliedBy",
            "dbmigrate.cascade",
            "dbmigrate.configFile",
            "dbmigrate.dryRun",
            "dbmigrate.embedded",
            "dbmigrate.failOn",
            "dbmigrate.format",
            "dbmigrate.home",
            "dbmigrate.last",
            "dbmigrate.lease.timeToLive",
            "dbmigrate.lease.wait",
            "dbmigrate.lock",
            "dbmigrate.migration",
            "dbmigrate.only",
            "dbmigrate.outputFile",
            "dbmigrate.skip",
            "dbmigrate.to");

    /** What one call of a goal is about. Not read from a POM: {@code dbmigrate.version} is a version's property there. */
    private static final List<String> OF_ONE_CALL = List.of(
            "dbmigrate.decision",
            "dbmigrate.description",
            "dbmigrate.force",
            "dbmigrate.kind",
            "dbmigrate.name",
            "dbmigrate.package",
            "dbmigrate.reason",
            "dbmigrate.relock",
            "dbmigrate.version");

    private static final Pattern NAMED = Pattern.compile("dbmigrate\\.databases\\.([^.]+)\\.([^.]+)");
    private static final Set<String> ALL = all();

    private ParameterNames() {}

    /** All names, without those of named databases. */
    static Set<String> known() {
        return ALL;
    }

    /** Whether a name may stand in a POM's properties, an environment or a file. */
    static boolean isLasting(String name) {
        return !OF_ONE_CALL.contains(name);
    }

    static boolean isKnown(String name) {
        Matcher named = NAMED.matcher(name);
        return ALL.contains(name)
                || (named.matches() && (named.group(2).equals("kind") || OF_A_DATABASE.contains(named.group(2))));
    }

    /** Names that tests of dbmigrate and of its users are free to use. */
    static boolean isForTests(String name) {
        return name.startsWith("dbmigrate.test") || name.startsWith("dbmigrate.embedded.");
    }

    /** The known name that a mistyped one is probably meant to be. */
    static Optional<String> nearest(String name) {
        Matcher named = NAMED.matcher(name);
        Set<String> candidates = new TreeSet<>(ALL);
        if (named.matches()) {
            candidates.add("dbmigrate.databases." + named.group(1) + ".kind");
            OF_A_DATABASE.forEach(part -> candidates.add("dbmigrate.databases." + named.group(1) + "." + part));
        }
        return nearest(name, candidates);
    }

    /** The nearest of some words, if one is near. */
    static Optional<String> nearest(String typed, Set<String> candidates) {
        String wanted = typed.toLowerCase(Locale.ROOT);
        int tolerance = Math.max(2, (wanted.length() - "dbmigrate.".length()) / 3);
        return candidates.stream()
                .filter(candidate -> NearNames.distance(wanted, candidate.toLowerCase(Locale.ROOT)) <= tolerance)
                .min(Comparator.comparingInt(
                                (String candidate) -> NearNames.distance(wanted, candidate.toLowerCase(Locale.ROOT)))
                        .thenComparing(Comparator.naturalOrder()));
    }

    /** How a parameter is called in the environment: {@code DBMIGRATE_DRYRUN} and {@code DBMIGRATE_DRY_RUN}. */
    static List<String> inEnvironment(String name) {
        String flat = name.replace('.', '_').toUpperCase(Locale.ROOT);
        String split =
                name.replaceAll("([a-z])([A-Z])", "$1_$2").replace('.', '_').toUpperCase(Locale.ROOT);
        return flat.equals(split) ? List.of(flat) : List.of(flat, split);
    }

    private static Set<String> all() {
        Set<String> names = new TreeSet<>(GENERAL);
        names.addAll(OF_ONE_CALL);
        KINDS.forEach(kind -> OF_A_DATABASE.forEach(part -> names.add("dbmigrate." + kind + "." + part)));
        return Set.copyOf(names);
    }
}
