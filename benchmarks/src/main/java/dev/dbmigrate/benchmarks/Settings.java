package dev.dbmigrate.benchmarks;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run measures.
 *
 * @param processor the shaded jar of dbmigrate's processor
 * @param directory where the migrations' files are written
 * @param quick whether a rough answer in a few minutes will do
 * @param rounds how many rounds of applying and compiling count; the no-op has more, being short
 * @param only the sections
 */
record Settings(Path processor, Path directory, boolean quick, int rounds, Set<String> only) {

    static Settings parse(String[] arguments) {
        Map<String, String> values = new HashMap<>();
        for (String argument : arguments) {
            int equals = argument.indexOf('=');
            if (!argument.startsWith("--") || equals < 0) {
                throw new IllegalArgumentException("not of the form --name=value: " + argument);
            }
            values.put(argument.substring(2, equals), argument.substring(equals + 1));
        }
        Path processor = required(values, "processor");
        if (!Files.isRegularFile(processor)) {
            // javac says nothing about a processor path that is not there, and compiles without
            throw new IllegalArgumentException(
                    "--processor=" + processor + " is no file: first mvn install -DskipTests,"
                            + " then mvn -Pbenchmarks -pl benchmarks compile exec:exec");
        }
        return new Settings(
                processor,
                required(values, "directory"),
                Boolean.parseBoolean(values.getOrDefault("quick", "false")),
                Integer.parseInt(values.getOrDefault("rounds", "5")),
                Set.of(values.getOrDefault("only", "apply,noop,javac,memory,guarantees")
                        .split(",")));
    }

    private static Path required(Map<String, String> values, String name) {
        String value = values.get(name);
        if (value == null) {
            throw new IllegalArgumentException("--" + name + "=… is missing");
        }
        return Path.of(value).toAbsolutePath();
    }

    int applyCount() {
        return quick ? 200 : 1000;
    }

    /** Migrations of one write each, on the stores that have no tables. */
    int tinyCount() {
        return quick ? 50 : 200;
    }

    List<Integer> noOpCounts() {
        return quick ? List.of(10, 200) : List.of(10, 1000, 5000);
    }

    int noOpIterations() {
        return quick ? 10 : 40;
    }

    /** Where there are more migrations, the peers are left out of the no-op: applying them first takes them minutes. */
    int noOpPeersUpTo() {
        return 1000;
    }

    List<Integer> compileCounts() {
        return quick ? List.of(200, 1000) : List.of(1000, 5000);
    }

    /** Peaks differ little from one JVM to the next. */
    int memoryRounds() {
        return 1;
    }
}
