package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class DiagnosticTest {

    @Test
    void eachHasItsOwnIdAndItsHeadingInTheDocumentsWithItsExitCode() throws IOException {
        String document = Files.readString(Path.of("../docs/diagnostics-runtime.md"));
        List<String> headings = document.lines()
                .filter(line -> line.startsWith("## "))
                .map(line -> line.substring(3))
                .toList();

        assertThat(headings)
                .containsExactlyElementsOf(
                        Arrays.stream(Diagnostic.values()).map(Diagnostic::id).toList());
        for (Diagnostic diagnostic : Diagnostic.values()) {
            assertThat(document)
                    .containsPattern("## " + diagnostic.id() + "\n\n\\*\\*[^#]*\\(exit code "
                            + diagnostic.exitCode().code() + "\\)");
        }
    }
}
