package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.workload.SourceCompiler;
import dev.dbmigrate.benchmarks.workload.Trees;
import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** {@code javac} with and without the processor. */
public final class CompileSection implements Section {

    private static final int WARM_UPS = 2;

    private final WorkloadWriter writer;
    private final SourceCompiler compiler;
    private final List<Integer> counts;
    private final int rounds;

    /**
     * Prepares to measure.
     *
     * @param writer writes the migrations
     * @param compiler compiles them
     * @param counts how many migrations, two columns each
     * @param rounds how many rounds count
     */
    public CompileSection(WorkloadWriter writer, SourceCompiler compiler, List<Integer> counts, int rounds) {
        this.writer = writer;
        this.compiler = compiler;
        this.counts = counts;
        this.rounds = rounds;
    }

    @Override
    public String heading() {
        return "javac with and without the processor";
    }

    @Override
    public String measure() throws Exception {
        List<Timings> timings = new ArrayList<>();
        for (int count : counts) {
            Workload workload = writer.write(count);
            List<Subject> subjects = List.of(
                    new Compilation(compiler, workload, false, "without"),
                    new Compilation(compiler, workload, true, "with the processor"));
            timings.add(new Interleaved(WARM_UPS, rounds).measure("javac of " + count, subjects));
        }
        Timings first = timings.get(0);
        Timings last = timings.get(timings.size() - 1);
        List<String> head = new ArrayList<>(List.of(""));
        counts.forEach(count -> head.addAll(List.of(count + " migrations", "ratio", "middle half")));
        head.add("growth from " + counts.get(0) + " to " + counts.get(counts.size() - 1));
        MarkdownTable table = new MarkdownTable(head);
        for (String subject : first.subjects()) {
            List<String> row = new ArrayList<>(List.of(subject));
            timings.forEach(column -> {
                row.add(Statistics.millis(column.median(subject)));
                row.add(Statistics.ratio(column.ratio(subject)));
                row.add(column.ratioQuartiles(subject));
            });
            row.add(Statistics.ratio(last.median(subject) / first.median(subject)));
            table.row(row);
        }
        return table + "\n" + rounds + " rounds after " + WARM_UPS + " to warm up, in one JVM.\n";
    }

    private record Compilation(SourceCompiler compiler, Workload workload, boolean withProcessor, String title)
            implements Subject {

        @Override
        public long nanos() throws IOException {
            Path output = workload.classes();
            Trees.delete(output);
            long startedNanos = System.nanoTime();
            compiler.compile(workload.sources(), output, withProcessor);
            return System.nanoTime() - startedNanos;
        }
    }
}
