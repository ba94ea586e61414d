package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.contender.Contender;
import dev.dbmigrate.benchmarks.contender.Library;
import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.TestDatabases;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Everything has been applied, and is asked for once more. */
public final class NoOpSection implements Section {

    private static final int WARM_UPS = 10;

    private final WorkloadWriter writer;
    private final List<Integer> counts;
    private final int peersUpTo;
    private final int iterations;

    /**
     * Prepares to measure.
     *
     * @param writer writes the migrations
     * @param counts how many migrations, one column each
     * @param peersUpTo Flyway and Liquibase are left out where there are more migrations than this
     * @param iterations how many iterations count
     */
    public NoOpSection(WorkloadWriter writer, List<Integer> counts, int peersUpTo, int iterations) {
        this.writer = writer;
        this.counts = counts;
        this.peersUpTo = peersUpTo;
        this.iterations = iterations;
    }

    @Override
    public String heading() {
        return "Apply when there is nothing to do";
    }

    @Override
    public String measure() throws Exception {
        List<Timings> timings = new ArrayList<>();
        for (int count : counts) {
            timings.add(measure(count));
        }
        List<String> head = new ArrayList<>(List.of(""));
        counts.forEach(count -> head.add("of " + count));
        MarkdownTable table = new MarkdownTable(head);
        for (String subject : timings.get(0).subjects()) {
            List<String> row = new ArrayList<>(List.of(subject));
            timings.forEach(column -> row.add(cell(column, subject)));
            table.row(row);
        }
        return table + "\nMedians of " + iterations + " iterations after " + WARM_UPS
                + " to warm up; in brackets the median of the iterations' ratios, and their middle half.\n";
    }

    private static String cell(Timings timings, String subject) {
        return timings.subjects().contains(subject)
                ? Statistics.millis(timings.median(subject)) + " (" + Statistics.ratio(timings.ratio(subject)) + "; "
                        + timings.ratioQuartiles(subject) + ")"
                : "not measured";
    }

    private Timings measure(int count) throws Exception {
        Workload workload = writer.writeAndCompile(count);
        try (TestDatabases databases = TestDatabases.open()) {
            Map<Library, TargetConfig> applied = new LinkedHashMap<>();
            for (Library library : applied(count)) {
                Progress.say("no-op of " + count + ": applying with " + library);
                TargetConfig database = databases.postgres();
                library.with(workload).apply(database);
                Server.requireTables(database, count, library.name());
                applied.put(library, database);
            }
            List<Subject> subjects = new ArrayList<>();
            applied.forEach((library, database) -> subjects.add(new Question(
                    (library == Library.PLAIN ? Library.PLAIN_QUESTION : library).with(workload), database)));
            Server.settle();
            return new Interleaved(WARM_UPS, iterations).measure("no-op of " + count, subjects);
        }
    }

    private Set<Library> applied(int count) {
        Set<Library> libraries = new TreeSet<>(Library.appliers());
        if (count > peersUpTo) {
            libraries.removeAll(List.of(Library.FLYWAY, Library.LIQUIBASE));
        }
        return libraries;
    }

    private record Question(Contender contender, TargetConfig database) implements Subject {

        @Override
        public String title() {
            return contender.title();
        }

        @Override
        public long nanos() throws Exception {
            long startedNanos = System.nanoTime();
            contender.apply(database);
            return System.nanoTime() - startedNanos;
        }
    }
}
