package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.contender.Library;
import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import dev.dbmigrate.testkit.TestDatabases;
import java.util.List;

/** Everything is applied to a fresh database. */
public final class ApplySection implements Section {

    private static final int WARM_UP = 3;

    private final WorkloadWriter writer;
    private final int count;
    private final int rounds;

    /**
     * Prepares to measure.
     *
     * @param writer writes the migrations
     * @param count how many migrations
     * @param rounds how many rounds count
     */
    public ApplySection(WorkloadWriter writer, int count, int rounds) {
        this.writer = writer;
        this.count = count;
        this.rounds = rounds;
    }

    @Override
    public String heading() {
        return "Apply " + count + " one-table migrations";
    }

    @Override
    public String measure() throws Exception {
        Workload workload = writer.writeAndCompile(count);
        Timings timings;
        // all databases stay until the end: to remove the files of one makes the next one's tables cost twice as much
        try (TestDatabases databases = TestDatabases.open()) {
            List<Subject> subjects = Library.appliers().stream()
                    .map(library -> (Subject) new Application(library.with(workload), count, databases))
                    .toList();
            timings = new Interleaved(WARM_UP, rounds).measure("apply " + count, subjects);
        }
        MarkdownTable table = new MarkdownTable(
                List.of("", "median", "fastest – slowest", "ratio to plain JDBC", "middle half of the ratios"));
        for (String subject : timings.subjects()) {
            table.row(List.of(
                    subject,
                    Statistics.millis(timings.median(subject)),
                    timings.range(subject),
                    Statistics.ratio(timings.ratio(subject)),
                    timings.ratioQuartiles(subject)));
        }
        return table + "\n" + rounds + " rounds after " + WARM_UP + " to warm up.\n";
    }
}
