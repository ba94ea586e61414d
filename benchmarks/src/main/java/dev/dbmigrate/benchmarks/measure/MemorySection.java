package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.contender.Library;
import dev.dbmigrate.benchmarks.workload.Trees;
import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.TestDatabases;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Peak memory of each contender and task, each in a JVM of its own. */
public final class MemorySection implements Section {

    private final WorkloadWriter writer;
    private final Path processor;
    private final int applyCount;
    private final List<Integer> compileCounts;
    private final int rounds;
    private final Map<String, List<MemoryUse>> uses = new LinkedHashMap<>();

    /**
     * Prepares to measure.
     *
     * @param writer writes the migrations
     * @param processor the processor's jar
     * @param applyCount how many migrations are applied
     * @param compileCounts how many are compiled
     * @param rounds how many JVMs for each contender and task
     */
    public MemorySection(
            WorkloadWriter writer, Path processor, int applyCount, List<Integer> compileCounts, int rounds) {
        this.writer = writer;
        this.processor = processor;
        this.applyCount = applyCount;
        this.compileCounts = compileCounts;
        this.rounds = rounds;
    }

    @Override
    public String heading() {
        return "Peak memory, a JVM each";
    }

    @Override
    public String measure() throws Exception {
        Workload applied = writer.writeAndCompile(applyCount);
        List<Workload> compiled = new ArrayList<>();
        for (int count : compileCounts) {
            compiled.add(count == applyCount ? applied : writer.write(count));
        }
        for (int round = 1; round <= rounds; round++) {
            Progress.say("memory: round " + round + " of " + rounds);
            for (Library library : Library.appliers()) {
                applyTwice(applied, library);
            }
            for (Workload workload : compiled) {
                compile(workload, false);
                compile(workload, true);
            }
        }
        return table() + "\nMedians of " + rounds + " JVMs each, started with `" + String.join(" ", ProbeJvm.OPTIONS)
                + "`; the time is that of the task in a cold JVM, without the JVM's own start.\n";
    }

    private void applyTwice(Workload workload, Library library) throws Exception {
        try (TestDatabases databases = TestDatabases.open()) {
            TargetConfig database = databases.postgres();
            apply(workload, "apply " + applyCount, library, database);
            Server.requireTables(database, applyCount, library.name());
            apply(workload, "nothing to do", library == Library.PLAIN ? Library.PLAIN_QUESTION : library, database);
        }
    }

    private void apply(Workload workload, String task, Library library, TargetConfig database)
            throws IOException, InterruptedException {
        note(
                task + ": " + library.with(workload).title(),
                ProbeJvm.run(List.of("apply", count(workload), directory(workload), library.name()), database));
    }

    private void compile(Workload workload, boolean withProcessor) throws IOException, InterruptedException {
        Path output = workload.directory().resolve("classes-of-probe");
        Trees.delete(output);
        note(
                "javac of " + workload.count() + (withProcessor ? " with the processor" : " without the processor"),
                ProbeJvm.run(
                        List.of(
                                "javac",
                                count(workload),
                                directory(workload),
                                processor.toString(),
                                Boolean.toString(withProcessor),
                                output.toString()),
                        null));
    }

    private static String count(Workload workload) {
        return Integer.toString(workload.count());
    }

    private static String directory(Workload workload) {
        return workload.directory().toString();
    }

    private void note(String title, MemoryUse use) {
        uses.computeIfAbsent(title, key -> new ArrayList<>()).add(use);
    }

    private MarkdownTable table() {
        MarkdownTable table = new MarkdownTable(List.of("", "peak resident set", "peak heap", "time, cold"));
        uses.keySet().stream().sorted(MemorySection::byTask).forEach(title -> {
            List<MemoryUse> own = uses.getOrDefault(title, List.of());
            table.row(List.of(
                    title,
                    mebibytes(median(own, MemoryUse::residentMebibytes)),
                    mebibytes(median(own, MemoryUse::heapMebibytes)),
                    Statistics.millis(median(own, MemoryUse::millis))));
        });
        return table;
    }

    /** All contenders of one task together; the sort is stable, so that they keep their order. */
    private static int byTask(String one, String other) {
        return Integer.compare(task(one), task(other));
    }

    private static int task(String title) {
        return title.startsWith("apply") ? 0 : title.startsWith("nothing") ? 1 : 2;
    }

    private static double median(List<MemoryUse> uses, ToDoubleFunction<MemoryUse> figure) {
        return Statistics.median(uses.stream().mapToDouble(figure).boxed().toList());
    }

    private static String mebibytes(double value) {
        return String.format(Locale.ROOT, "%.0f MiB", value);
    }
}
