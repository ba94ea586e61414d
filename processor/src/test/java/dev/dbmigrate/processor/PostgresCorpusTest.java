package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.rule.postgres.sql.SqlStatement;
import dev.dbmigrate.processor.rule.postgres.sql.SqlToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements of public style, all of them right where they stand: not one may be reported. */
class PostgresCorpusTest {

    private static final Path CORPUS = Path.of("src", "test", "resources", "postgres-corpus");

    @TempDir
    Path folder;

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(CORPUS)) {
            return files.sorted().toList();
        }
    }

    @Test
    void noStatementOfTheCorpusIsAFalseAlarm() throws IOException {
        PostgresModule module = new PostgresModule(folder);
        for (Path file : files()) {
            module.up(Files.readString(file));
        }
        assertThat(module.messages()).as("M1, M2, … are %s", files()).isEmpty();
    }

    @Test
    void aFaultAtTheEndOfEachFileIsFoundAlone() throws IOException {
        PostgresModule module = new PostgresModule(folder);
        List<String> expected = new ArrayList<>();
        for (Path file : files()) {
            module.up(Files.readString(file) + "CREATE INDEX added ON table_of_somebody_else (id);\n");
            expected.add("M" + (expected.size() + 1) + " C100");
        }
        assertThat(module.ids()).containsExactlyInAnyOrderElementsOf(expected);
    }

    @Test
    void theCorpusHasFiveHundredStatementsAndEachIsReadToItsEnd() throws IOException {
        int count = 0;
        for (Path file : files()) {
            for (SqlStatement statement : SqlStatement.split(Files.readString(file))) {
                assertThat(statement.isWhole()).as(statement.text()).isTrue();
                count += statement.tokens().get(0).kind() == SqlToken.Kind.WORD ? 1 : 0;
            }
        }
        assertThat(count).isGreaterThanOrEqualTo(500);
    }
}
