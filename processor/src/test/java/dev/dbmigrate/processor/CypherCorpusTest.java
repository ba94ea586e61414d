package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Right statements of every form: nothing is found. */
class CypherCorpusTest extends CypherTest {

    private static List<String> corpus() throws IOException {
        return Stream.of(Files.readString(Path.of("src/test/resources/cypher/right.cypher"))
                        .split("\n\n"))
                .map(String::strip)
                .toList();
    }

    @Test
    void rightStatementsAreNotReported() throws IOException {
        List<String> statements = corpus();
        assertThat(statements).hasSizeGreaterThanOrEqualTo(120);
        TestCompiler.Module module = module();
        for (int i = 0; i < statements.size(); i++) {
            String name = String.format(Locale.ROOT, "S%03d", i);
            add(
                    module,
                    name,
                    "",
                    up("    db.run(\"\"\"\n" + statements.get(i).replace("\\", "\\\\") + "\n\"\"\");\n"),
                    "");
        }

        assertThat(TestCompiler.JAVAC.compile(module).ours())
                .extracting(message -> message.text() + "\n"
                        + statements.get(Integer.parseInt(message.file().substring(1, 4))))
                .isEmpty();
    }

    @Test
    void aMigrationOfManyStatementsIsReadToo() throws IOException {
        StringBuilder all = new StringBuilder();
        for (String statement : corpus()) {
            if (!statement.startsWith("CYPHER 25")) {
                all.append(statement.replace("\\", "\\\\")).append("\n;\n");
            }
        }

        assertThat(compile("Subject", "", up("    db.run(\"\"\"\n" + all + "\"\"\");\n"), ""))
                .isEmpty();
    }
}
