package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.diagnostic.CompileDiagnostic;
import dev.dbmigrate.processor.diagnostic.Diagnostics;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of all diagnostics names each once, and each link leads to its heading. */
class DiagnosticsPageTest {

    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern LINE =
            Pattern.compile("(?m)^- \\[(DBM-C\\d{3})\\]\\((diagnostics-\\w+\\.md)#([^)]*)\\) (.*)$");

    private static List<MatchResult> lines() throws IOException {
        return LINE.matcher(Files.readString(DOCS.resolve("diagnostics.md")))
                .results()
                .toList();
    }

    @Test
    void everyDiagnosticIsListedOnce() throws IOException {
        assertThat(lines())
                .extracting(line -> line.group(1))
                .containsExactlyInAnyOrderElementsOf(
                        Diagnostics.all().stream().map(CompileDiagnostic::id).toList());
    }

    @Test
    void everyLinkLeadsToItsHeading() throws IOException {
        for (MatchResult line : lines()) {
            String heading = line.group(1) + " " + line.group(4);
            assertThat(Files.readString(DOCS.resolve(line.group(2)))).contains("\n## " + heading + "\n");
            assertThat(line.group(3))
                    .isEqualTo(heading.toLowerCase(Locale.ROOT)
                            .replaceAll("[^\\w\\- ]", "")
                            .replace(' ', '-'));
        }
    }
}
