package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.processor.TestCompiler.Message;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The examples of the compile-time diagnostics' page that are elements of {@code @Migration}: the bad one is reported by
 * the id of its heading, the good one not at all. {@link DiagnosticsTest} has the others.
 */
class DocumentedExamplesTest {

    private static final Pattern SECTION = Pattern.compile(
            "## (DBM-C\\d+) [^\\n]*\\n(?:(?!\\n## ).)*?Bad:\\n\\n```java\\n(.*?)```\\n\\nGood:\\n\\n```java\\n(.*?)```",
            Pattern.DOTALL);

    private static final Pattern ELEMENTS =
            Pattern.compile("(?:@Migration\\()?((?:\\w+) = .*?)(?:, …\\))?(?: +//.*)?\\n");

    /** These stand on a class that the page describes in a comment only. */
    private static final List<String> OF_ANOTHER_CLASS = List.of("DBM-C004", "DBM-C050", "DBM-C052");

    private static final Map<String, String> REQUIRED =
            Map.of("id", "\"009_subject\"", "description", "\"What it does\"", "version", "\"1.0.0\"");

    @TempDir
    Path folder;

    /** A section of the page whose bad and good example are elements of the annotation. */
    record Example(String id, String bad, String good) {
        @Override
        public String toString() {
            return id;
        }
    }

    static List<Example> examples() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "diagnostics-compile.md"));
        return SECTION.matcher(page)
                .results()
                .filter(section -> !OF_ANOTHER_CLASS.contains(section.group(1)))
                .flatMap(section -> {
                    Matcher bad = ELEMENTS.matcher(section.group(2));
                    Matcher good = ELEMENTS.matcher(section.group(3));
                    return bad.matches() && good.matches()
                            ? Stream.of(new Example(section.group(1), bad.group(1), good.group(1)))
                            : Stream.of();
                })
                .toList();
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theBadOneIsReportedAndTheGoodOneIsNot(Example example) {
        assertThat(messages("bad", example.bad())).anyMatch(text -> text.startsWith("[" + example.id() + "]"));
        assertThat(messages("good", example.good())).isEmpty();
    }

    @Test
    void thePageHasSuchExamples() throws IOException {
        assertThat(examples())
                .extracting(Example::id)
                .contains("DBM-C002", "DBM-C020", "DBM-C023", "DBM-C024", "DBM-C030", "DBM-C031", "DBM-C063");
    }

    private List<String> messages(String module, String elements) {
        TestCompiler.Module sources = Sources.withKinds(new TestCompiler.Module(folder.resolve(module)));
        Sources.add(sources, "A", "000_a", "1.0.0", "");
        Sources.add(sources, "First", "001_first", "1.0.0", "");
        Sources.add(sources, "AddUsers", "002_add_users", "1.0.0", "");
        Sources.add(sources, "Later", "003_later", "2.0.0", "");
        sources.write("com/acme/User.java", "package com.acme;\npublic class User {}\n");
        StringBuilder all = new StringBuilder(elements);
        REQUIRED.forEach((name, value) -> {
            if (!Pattern.compile("\\b" + name + " =").matcher(elements).find()) {
                all.append(",\n    ").append(name).append(" = ").append(value);
            }
        });
        sources.write(
                "com/acme/Subject.java",
                Sources.HEAD + "@Migration(" + all + ")\npublic final class Subject implements PostgresMigration {\n"
                        + Sources.UP + "}\n");
        return TestCompiler.JAVAC.compile(sources).messages().stream()
                .map(Message::text)
                .filter(text -> !text.contains("-options"))
                .toList();
    }
}
