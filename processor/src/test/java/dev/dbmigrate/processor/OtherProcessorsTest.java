package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import com.palantir.javapoet.ClassName;
import dev.dbmigrate.annotations.Migration;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import lombok.Lombok;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.mapstruct.ap.MappingProcessor;
import org.mapstruct.factory.Mappers;

/**
 * Together with Lombok, which rewrites the compiler's trees, and MapStruct, which generates in later rounds; all of them
 * found on the processor path as in a user's build.
 */
class OtherProcessorsTest {

    private static final Pattern CHECKSUM = Pattern.compile("v1:[0-9a-f]{64}");

    @TempDir
    Path folder;

    private TestCompiler.Module module(String name) {
        TestCompiler.Module module = Sources.withKinds(new TestCompiler.Module(folder.resolve(name)));
        module.write("com/acme/Row.java", """
                package com.acme;
                @lombok.Value
                @lombok.Builder
                public class Row { int id; String name; }
                """);
        module.write("com/acme/RowDto.java", """
                package com.acme;
                @lombok.Data
                public class RowDto { private int id; private String name; }
                """);
        module.write("com/acme/RowMapper.java", """
                package com.acme;
                @org.mapstruct.Mapper
                public interface RowMapper { RowDto dto(Row row); }
                """);
        module.write("com/acme/Subject.java", Sources.HEAD + """
                @lombok.NoArgsConstructor
                @Migration(id = "001_subject", description = "d", version = "1.0.0")
                public final class Subject implements PostgresMigration {
                  @lombok.SneakyThrows
                  @Override public void up(PostgresContext db) {
                    Row row = Row.builder().id(1).name("a").build();
                    RowDto dto = new RowMapperImpl().dto(row);
                    if (dto.getId() != row.getId()) { throw new java.io.IOException("never"); }
                  }
                  @Override public void down(PostgresContext db) {}
                }
                """);
        return module;
    }

    private static String path(Class<?>... types) {
        return Arrays.stream(types)
                .map(type -> type.getProtectionDomain().getCodeSource().getLocation())
                .map(OtherProcessorsTest::file)
                .distinct()
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static String file(URL url) {
        try {
            return Path.of(url.toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
    }

    /** Compiles as a build tool does, and gives the checksum in the manifest. */
    private static String compile(TestCompiler.Module module, String processorPath) throws IOException {
        Files.createDirectories(module.classes());
        List<String> arguments = new ArrayList<>(List.of(
                "--release",
                "17",
                "-d",
                module.classes().toString(),
                "-s",
                Files.createDirectories(module.generated()).toString(),
                "-cp",
                path(Migration.class, Lombok.class, Mappers.class),
                "-processorpath",
                processorPath,
                // what it uses of other classes is generated in part, and no part of what is asked here
                "-Adbmigrate.rules=DBM-C081=off"));
        try (Stream<Path> files = Files.walk(module.source(""))) {
            files.filter(file -> file.toString().endsWith(".java"))
                    .sorted()
                    .forEach(file -> arguments.add(file.toString()));
        }
        ByteArrayOutputStream messages = new ByteArrayOutputStream();
        int code = ToolProvider.getSystemJavaCompiler().run(null, messages, messages, arguments.toArray(String[]::new));
        assertThat(code).as(messages.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(messages.toString(StandardCharsets.UTF_8)).doesNotContain("DBM-");
        Map<String, String> generated = TestCompiler.Module.contents(module.generated(), ".java");
        String manifest = generated.get("com/acme/DbMigrateManifest_Subject.java");
        return CHECKSUM.matcher(manifest).results().findFirst().orElseThrow().group();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theManifestIsRightInAnyOrder(boolean first) throws IOException {
        String ours = path(MigrationProcessor.class, Migration.class, ClassName.class);
        String others = path(Lombok.class, MappingProcessor.class);
        TestCompiler.Module together = module("together");

        String checksum =
                compile(together, first ? ours + File.pathSeparator + others : others + File.pathSeparator + ours);

        assertThat(TestCompiler.Module.contents(together.classes(), ".class"))
                .containsKeys("com/acme/RowMapperImpl.class", "com/acme/DbMigrateManifest_Subject.class");
        assertThat(checksum).isEqualTo(checksumByUsAlone());
    }

    /** Of the same text in a module whose other classes are written by hand. */
    private String checksumByUsAlone() throws IOException {
        TestCompiler.Module alone = module("alone");
        alone.write("com/acme/Row.java", """
                package com.acme;
                public class Row {
                  public int getId() { return 1; }
                  public static Row builder() { return new Row(); }
                  Row id(int id) { return this; }
                  Row name(String name) { return this; }
                  Row build() { return this; }
                }
                """);
        alone.write("com/acme/RowDto.java", "package com.acme;\npublic class RowDto { int getId() { return 1; } }\n");
        Files.delete(alone.source("com/acme/RowMapper.java"));
        alone.write(
                "com/acme/RowMapperImpl.java",
                "package com.acme;\npublic class RowMapperImpl { RowDto dto(Row row) { return new RowDto(); } }\n");
        alone.write("lombok/SneakyThrows.java", "package lombok;\npublic @interface SneakyThrows {}\n");
        // without Lombok the checked exception is an error, which comes after the manifest is written
        Files.createDirectories(alone.classes());
        TestCompiler.JAVAC.compile(alone);
        String manifest = TestCompiler.Module.contents(alone.generated(), ".java")
                .getOrDefault("com/acme/DbMigrateManifest_Subject.java", "");
        return CHECKSUM.matcher(manifest).results().findFirst().orElseThrow().group();
    }

    @Test
    void bothOthersAreReallyThere() {
        assertThat(path(Lombok.class)).contains("lombok");
        assertThat(path(MappingProcessor.class)).contains("mapstruct-processor");
    }
}
