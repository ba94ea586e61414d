package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.contender.Contender;
import dev.dbmigrate.benchmarks.contender.Library;
import dev.dbmigrate.benchmarks.contender.TinyMigrations;
import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.benchmarks.workload.WorkloadWriter;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.TestDatabases;
import java.util.List;

/**
 * What lease, fence, journal, events and their hashes cost: the same writes with dbmigrate and without it. On PostgreSQL,
 * what is «without» writes a history row too; elsewhere it is the bare client.
 */
public final class GuaranteesSection implements Section {

    private final WorkloadWriter writer;
    private final int tables;
    private final int tiny;
    private final int rounds;

    /**
     * Prepares to measure.
     *
     * @param writer writes the migrations for PostgreSQL
     * @param tables how many one-table migrations on PostgreSQL
     * @param tiny how many tiny migrations on each other store
     * @param rounds how many rounds count
     */
    public GuaranteesSection(WorkloadWriter writer, int tables, int tiny, int rounds) {
        this.writer = writer;
        this.tables = tables;
        this.tiny = tiny;
        this.rounds = rounds;
    }

    @Override
    public String heading() {
        return "What the guarantees cost";
    }

    @Override
    public String measure() throws Exception {
        MarkdownTable table = new MarkdownTable(List.of(
                "", "without", "with dbmigrate", "ratio", "middle half of the ratios", "more for each migration"));
        Workload workload = writer.writeAndCompile(tables);
        try (TestDatabases databases = TestDatabases.open()) {
            List<Subject> subjects = List.of(
                    new Application(Library.PLAIN.with(workload), tables, databases),
                    new Application(Library.DBMIGRATE.with(workload), tables, databases));
            add(table, "PostgreSQL, " + tables + " tables", tables, subjects);
        }
        for (TinyMigrations store : TinyMigrations.values()) {
            List<Writing> subjects = store.contenders(tiny).stream()
                    .map(contender -> new Writing(store, contender, tiny))
                    .toList();
            add(table, store.server().title() + ", " + tiny + " writes", tiny, subjects);
        }
        return table + "\n" + rounds + " rounds after a warm-up, a fresh database each; connecting is counted.\n";
    }

    private void add(MarkdownTable table, String what, int count, List<? extends Subject> subjects) throws Exception {
        Timings timings = new Interleaved(1, rounds).measure("guarantees, " + what, subjects);
        String without = timings.subjects().get(0);
        String with = timings.subjects().get(1);
        table.row(List.of(
                what,
                Statistics.millis(timings.median(without)),
                Statistics.millis(timings.median(with)),
                Statistics.ratio(timings.ratio(with)),
                timings.ratioQuartiles(with),
                Statistics.millis((timings.median(with) - timings.median(without)) / count)));
    }

    private record Writing(TinyMigrations store, Contender contender, int count) implements Subject {

        @Override
        public String title() {
            return contender.title();
        }

        @Override
        public long nanos() throws Exception {
            try (TestDatabases databases = TestDatabases.open()) {
                TargetConfig database =
                        databases.fresh(store.server(), store.server().id());
                long startedNanos = System.nanoTime();
                contender.apply(database);
                long nanos = System.nanoTime() - startedNanos;
                store.requireWritten(database, count, title());
                return nanos;
            }
        }
    }
}
