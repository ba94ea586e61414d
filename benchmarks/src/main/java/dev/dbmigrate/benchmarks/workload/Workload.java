package dev.dbmigrate.benchmarks.workload;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;

/**
 * A number of one-table migrations, in the form that each contender takes.
 *
 * @param count how many
 * @param directory where its files are
 */
public record Workload(int count, Path directory) {

    /** One migration. */
    record Table(int number, String name) {

        String create() {
            return "CREATE TABLE " + name + " (id bigint PRIMARY KEY, name text)";
        }

        String drop() {
            return "DROP TABLE " + name;
        }
    }

    List<Table> tables() {
        return IntStream.rangeClosed(1, count)
                .mapToObj(number -> new Table(number, "t%05d".formatted(number)))
                .toList();
    }

    /** The statements, for plain JDBC. */
    public List<String> statements() {
        return tables().stream().map(Table::create).toList();
    }

    /** Where the {@code @Migration} classes' sources are. */
    public Path sources() {
        return directory.resolve("sources");
    }

    /** Where the compiled {@code @Migration} classes and their manifest are. */
    public Path classes() {
        return directory.resolve("classes");
    }

    /** Where Flyway's {@code V1__….sql} files are. */
    public Path flyway() {
        return directory.resolve("flyway");
    }

    /** Where Liquibase's changelog is. */
    public Path liquibase() {
        return directory.resolve("liquibase");
    }
}
