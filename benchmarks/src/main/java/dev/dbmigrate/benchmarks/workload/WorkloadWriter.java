package dev.dbmigrate.benchmarks.workload;

import dev.dbmigrate.benchmarks.workload.Workload.Table;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Writes a workload's files. */
public final class WorkloadWriter {

    /** The name of Liquibase's changelog in its directory. */
    public static final String CHANGELOG = "changelog.sql";

    /** The package of the {@code @Migration} classes and their manifest. */
    public static final String PACKAGE = "bench";

    private static final int TABLES_A_VERSION = 100;

    private final Path root;
    private final SourceCompiler compiler;

    /**
     * Prepares to write.
     *
     * @param root the directory below which each workload has one of its own
     * @param compiler compiles the {@code @Migration} classes
     */
    public WorkloadWriter(Path root, SourceCompiler compiler) {
        this.root = root;
        this.compiler = compiler;
    }

    /**
     * Writes the sources of a workload, but does not compile them.
     *
     * @param count how many migrations
     * @return the workload
     * @throws IOException if a file cannot be written
     */
    public Workload write(int count) throws IOException {
        Workload workload = new Workload(count, root.resolve("of-" + count));
        Files.createDirectories(workload.directory());
        Trees.delete(workload.directory());
        Path sources = Files.createDirectories(workload.sources().resolve(PACKAGE));
        Path flyway = Files.createDirectories(workload.flyway());
        StringBuilder changelog = new StringBuilder("--liquibase formatted sql\n");
        for (Table table : workload.tables()) {
            Files.writeString(sources.resolve(className(table.number()) + ".java"), source(table));
            Files.writeString(flyway.resolve("V" + table.number() + "__" + table.name() + ".sql"), table.create());
            changelog
                    .append("\n--changeset bench:")
                    .append(table.number())
                    .append('\n')
                    .append(table.create())
                    .append(";\n--rollback ")
                    .append(table.drop())
                    .append(";\n");
        }
        Files.createDirectories(workload.liquibase());
        Files.writeString(workload.liquibase().resolve(CHANGELOG), changelog);
        return workload;
    }

    /**
     * Writes the sources of a workload and compiles them with the processor.
     *
     * @param count how many migrations
     * @return the workload
     * @throws IOException if a file cannot be written
     */
    public Workload writeAndCompile(int count) throws IOException {
        Workload workload = write(count);
        compiler.compile(workload.sources(), workload.classes(), true);
        return workload;
    }

    /** Each depends on the one before, so that all contenders promise the same order: a chain is the graph's hard case. */
    private static String source(Table table) {
        int number = table.number();
        String dependsOn = number == 1 ? "" : ",\n    dependsOn = " + className(number - 1) + ".class";
        return """
                package bench;

                import dev.dbmigrate.annotations.Migration;
                import dev.dbmigrate.postgres.PostgresContext;
                import dev.dbmigrate.postgres.PostgresMigration;

                @Migration(
                    id = "%05d_create_%s",
                    description = "Creates the table %s",
                    version = "1.%d.0"%s)
                public final class %s implements PostgresMigration {
                  @Override public void up(PostgresContext db) {
                    db.execute("%s");
                  }
                  @Override public void down(PostgresContext db) {
                    db.execute("%s");
                  }
                }
                """.formatted(
                        number,
                        table.name(),
                        table.name(),
                        (number - 1) / TABLES_A_VERSION,
                        dependsOn,
                        className(number),
                        table.create(),
                        table.drop());
    }

    private static String className(int number) {
        return "Migration%05d".formatted(number);
    }
}
