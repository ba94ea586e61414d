package dev.dbmigrate.processor.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.googlejavaformat.java.JavaFormatterOptions;
import com.google.googlejavaformat.java.StringWrapper;
import dev.dbmigrate.model.Checksum.Part;
import dev.dbmigrate.processor.source.JavaTokens.Token;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Over the example's sources: no formatter changes a checksum, and every changed character of the code does. */
class ChecksumPropertiesTest {

    private static final int SEEDS = 200;

    /** A file of the example. */
    record Source(String name, String text) {

        /** From the declaration on, as the compiler's reader sees it. */
        String declaration() {
            return declarationOf(text);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static List<Source> sources() throws IOException {
        List<Source> sources = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of("..", "example", "src", "main", "java"))) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java"))
                    .filter(each -> !each.endsWith("package-info.java"))
                    .sorted()
                    .toList()) {
                sources.add(new Source(file.getFileName().toString(), Files.readString(file)));
            }
        }
        return sources;
    }

    private static String declarationOf(String text) {
        int lastImport = text.replace("\r\n", "\n").lastIndexOf("\nimport ");
        String plain = text.replace("\r\n", "\n");
        return plain.substring(plain.indexOf('\n', lastImport + 1));
    }

    private static String sum(String declaration) {
        return JavaTokens.checksum(declaration);
    }

    enum Formatter {
        GOOGLE {
            @Override
            String format(String source) throws Exception {
                return new com.google.googlejavaformat.java.Formatter().formatSourceAndFixImports(source);
            }
        },
        AOSP_WITH_BROKEN_STRINGS {
            @Override
            String format(String source) throws Exception {
                com.google.googlejavaformat.java.Formatter formatter =
                        new com.google.googlejavaformat.java.Formatter(JavaFormatterOptions.builder()
                                .style(JavaFormatterOptions.Style.AOSP)
                                .build());
                return StringWrapper.wrap(formatter.formatSource(source), formatter);
            }
        },
        PALANTIR {
            @Override
            String format(String source) throws Exception {
                return com.palantir.javaformat.java.Formatter.createFormatter(
                                com.palantir.javaformat.java.JavaFormatterOptions.builder()
                                        .style(com.palantir.javaformat.java.JavaFormatterOptions.Style.PALANTIR)
                                        .build())
                        .formatSource(source);
            }
        },
        SHUFFLE {
            @Override
            String format(String source) {
                List<String> lines = new ArrayList<>(source.lines().toList());
                List<String> imports = new ArrayList<>(lines.stream()
                        .filter(line -> line.startsWith("import "))
                        .toList());
                Collections.shuffle(imports, new Random(1));
                int at = 0;
                for (int i = 0; i < lines.size(); i++) {
                    if (lines.get(i).startsWith("import ")) {
                        lines.set(i, imports.get(at++) + " // moved");
                    }
                }
                return lines.stream().collect(Collectors.joining("\r\n", "// Copyright\r\n", "\r\n"));
            }
        };

        abstract String format(String source) throws Exception;
    }

    @ParameterizedTest
    @EnumSource
    void noFormatterChangesAChecksum(Formatter formatter) throws Exception {
        boolean ofGoogle = formatter == Formatter.GOOGLE || formatter == Formatter.AOSP_WITH_BROKEN_STRINGS;
        assumeTrue(
                !ofGoogle || Runtime.version().feature() < 25,
                "the last google-java-format that runs on JDK 17 does not run on JDK 25");
        int changed = 0;
        for (Source source : sources()) {
            String formatted = formatter.format(source.text());
            assertThat(sum(declarationOf(formatted))).as(source.name()).isEqualTo(sum(source.declaration()));
            changed += formatted.equals(source.text()) ? 0 : 1;
        }
        // the example is formatted by one of them; a formatter that does nothing would prove nothing
        assertThat(changed).isGreaterThan(formatter == Formatter.PALANTIR ? -1 : 10);
    }

    @ParameterizedTest
    @MethodSource("sources")
    void spaceAndCommentsBetweenTokensDoNotCount(Source source) {
        String declaration = source.declaration();
        String[] gaps = {" ", "\n", "\r\n", "\t", " /* a \" comment */ ", " // '\n", "\f"};
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            StringBuilder text = new StringBuilder(declaration);
            List<Token> tokens = JavaTokens.ofDeclaration(declaration);
            for (int i = tokens.size() - 1; i >= 0; i--) {
                int at = tokens.get(i).position();
                boolean inside = tokens.get(i).kind() == Part.STRING && declaration.startsWith("\"\"\"", at - 3);
                if (!inside && random.nextInt(4) == 0) {
                    text.insert(at, gaps[random.nextInt(gaps.length)]);
                }
            }
            assertThat(sum(text.toString())).as("seed %d", seed).isEqualTo(sum(declaration));
        }
    }

    @ParameterizedTest
    @MethodSource("sources")
    void everyChangedCharacterOfTheCodeCounts(Source source) {
        String declaration = source.declaration();
        String before = sum(declaration);
        List<Token> tokens = JavaTokens.ofDeclaration(declaration);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            Token token = tokens.get(random.nextInt(tokens.size()));
            List<Integer> places = places(declaration, token);
            if (!places.isEmpty()) {
                int at = places.get(random.nextInt(places.size()));
                String changed =
                        declaration.substring(0, at) + other(declaration.charAt(at)) + declaration.substring(at + 1);
                assertThat(sum(changed))
                        .as("seed %d: %s at %d", seed, token, at)
                        .isNotEqualTo(before);
            }
        }
    }

    /** The characters of a token that can be changed so that it stays one: letters and digits of words and literals. */
    private static List<Integer> places(String source, Token token) {
        int from = token.position();
        if (token.kind() == Part.OPERATOR) {
            return List.of(from);
        }
        if (token.kind() != Part.STRING && token.kind() != Part.CHARACTER) {
            return Stream.iterate(from, at -> at < from + token.text().length(), at -> at + 1)
                    .toList();
        }
        boolean block = source.startsWith("\"\"\"", from - 3);
        List<Integer> places = new ArrayList<>();
        for (int at = block ? from : from + 1; at < source.length(); at++) {
            char c = source.charAt(at);
            if (c == '\\') {
                at++;
            } else if (block ? source.startsWith("\"\"\"", at) : c == source.charAt(from)) {
                break;
            } else if (Character.isLetterOrDigit(c)) {
                places.add(at);
            }
        }
        return places;
    }

    private static char other(char c) {
        if (Character.isDigit(c)) {
            return c == '9' ? '8' : (char) (c + 1);
        }
        if (Character.isLetter(c)) {
            return c == 'q' ? 'k' : 'q';
        }
        return c == ',' ? ';' : ',';
    }

    @Test
    void theExampleIsThere() throws IOException {
        assertThat(sources()).hasSizeGreaterThan(15);
    }
}
