package dev.dbmigrate.runtime.scaffold;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.dbmigrate.model.MigrationId;
import dev.dbmigrate.model.SemanticVersion;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NewMigrationTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:20:30Z");

    @TempDir
    Path sources;

    @ParameterizedTest
    @CsvSource({
        "'',                                                                001_add_flags",
        "'001_a 002_b',                                                     003_add_flags",
        "'009_a 010_b',                                                     011_add_flags",
        "'999_a',                                                           1000_add_flags",
        "'0001-first-thing',                                                0002-add-flags",
        "'V001-add-session-tags V002-b',                                    V003-add-flags",
        "'v7_a',                                                            v8_add_flags",
        "'2025-01-15-001-add-product-rating-index',                         2026-11-21-001-add-flags",
        "'2026-11-21-001-a 2026-11-21-007-b-c',                             2026-11-21-008-add-flags",
        "'20241227_120000_add_audit_log',                                   20261121_102030_add_flags",
        "'001_a 20241227_120000_b 20241227_120001_c',                       20261121_102030_add_flags",
    })
    void theNextIdIsInTheProjectsOwnStyle(String existing, String expected) {
        List<String> ids = existing.isEmpty() ? List.of() : List.of(existing.split(" "));

        String next = NextId.after(ids, "add_flags", NOW);

        assertThat(next).isEqualTo(expected);
        assertThat(MigrationId.tryParse(next)).isPresent();
    }

    @Test
    void theFirstMigrationOfAProject() throws Exception {
        NewMigration.Written written = empty().write(request("add_user_preferences", "postgres"));

        assertThat(written.id()).isEqualTo("001_add_user_preferences");
        assertThat(written.className()).isEqualTo("com.acme.migrations.AddUserPreferences");
        assertThat(written.version()).isEqualTo(new SemanticVersion(1, 0, 0));
        assertThat(written.dependsOn()).isEmpty();
        assertThat(Files.readString(written.file())).isEqualTo("""
                package com.acme.migrations;

                import dev.dbmigrate.annotations.Migration;
                import dev.dbmigrate.postgres.PostgresContext;
                import dev.dbmigrate.postgres.PostgresMigration;

                @Migration(
                        id = "001_add_user_preferences",
                        description = "Add user preferences",
                        version = "1.0.0")
                public final class AddUserPreferences implements PostgresMigration {

                    @Override
                    public void up(PostgresContext db) {
                        // Several statements may stand in one text, separated by semicolons. db.update and db.query take
                        // parameters; db.connection() is the java.sql.Connection.
                        // db.execute("CREATE TABLE example (id bigint PRIMARY KEY, name text NOT NULL)");
                        throw new IllegalStateException("001_add_user_preferences: write up(PostgresContext) first");
                    }

                    // Undoes up. Without this method there is no way back: delete it where there is none.
                    @Override
                    public void down(PostgresContext db) {
                        // db.execute("DROP TABLE example");
                        throw new IllegalStateException("001_add_user_preferences: write down(PostgresContext) first");
                    }
                }
                """);
    }

    @Test
    void theNextOneDependsOnTheLatestOfItsDatabaseWhetherCompiledOrOnlyWritten() throws Exception {
        source("com/acme/pg", "AddIndexes", "002_add_indexes", "1.1.0", "PostgresMigration");
        source("com/acme/cache", "Flags", "003_flags", "1.4.0", "RedisMigration");
        NewMigration writer = new NewMigration(
                sources,
                "com.acme.migrations",
                List.of(new KnownMigration(
                        "001_initial", "com.acme.pg.Initial", new SemanticVersion(1, 0, 0), Set.of("postgres"))),
                NOW);

        NewMigration.Written written = writer.write(request("AddUserPreferences", "postgres"));

        assertThat(written.id()).isEqualTo("004_add_user_preferences");
        assertThat(written.className()).isEqualTo("com.acme.pg.AddUserPreferences");
        assertThat(written.version()).isEqualTo(new SemanticVersion(1, 2, 0));
        assertThat(Files.readString(written.file())).contains("dependsOn = AddIndexes.class)");
    }

    @Test
    void aMigrationOfAllKindsCompiles() throws Exception {
        source("com/acme/pg", "AddIndexes", "002_add_indexes", "1.1.0", "PostgresMigration");
        source("com/acme/cache", "AddIndexes", "003_flags", "1.4.0", "RedisMigration, Neo4jMigration");

        NewMigration.Written written = empty().write(new NewMigration.Request(
                "add \"everything\"".replace("\"", ""), "all", "com.acme.all", "Says \"hello\" \\ twice", "2.0.0"));

        String text = Files.readString(written.file());
        assertThat(text)
                .contains("implements PostgresMigration, MongoMigration, Neo4jMigration, RedisMigration {")
                .contains("dependsOn = {com.acme.pg.AddIndexes.class, com.acme.cache.AddIndexes.class})")
                .contains("description = \"Says \\\"hello\\\" \\\\ twice\"")
                .contains("version = \"2.0.0\"");
        compile(written.file());
    }

    @ParameterizedTest
    @CsvSource({
        "add_x, cassandra, , , there is no kind 'cassandra'",
        "add_x, , , , -Ddbmigrate.kind=postgres",
        ", postgres, , , -Ddbmigrate.name=add_user_preferences",
        "003_add_x, postgres, , , the number in front is chosen for you",
        "add_x, postgres, com.1acme, , is not a package",
        "add_x, postgres, , 1.2, is not a version",
    })
    void whatCannotBeUsedIsRefusedAndNothingIsWritten(
            String name, String kind, String packageName, String version, String message) throws Exception {
        assertThatThrownBy(() -> empty().write(new NewMigration.Request(name, kind, packageName, null, version)))
                .hasMessageContaining("[DBM-R001]")
                .hasMessageContaining(message);
        assertThat(sources).isEmptyDirectory();
    }

    @Test
    void aFileThatExistsIsLeftAsItIs() throws Exception {
        Path file = empty().write(request("add_x", "postgres")).file();
        Files.writeString(file, "mine");

        assertThatThrownBy(() -> empty().write(request("add_x", "postgres")))
                .hasMessageContaining("[DBM-R050]")
                .hasMessageContaining("AddX.java");
        assertThat(file).hasContent("mine");
    }

    private NewMigration empty() {
        return new NewMigration(sources, "com.acme.migrations", List.of(), NOW);
    }

    private static NewMigration.Request request(String name, String kind) {
        return new NewMigration.Request(name, kind, null, null, null);
    }

    private void source(String folder, String name, String id, String version, String kinds) throws Exception {
        Path file = sources.resolve(folder).resolve(name + ".java");
        Files.createDirectories(file.getParent());
        Files.writeString(file, """
                package %s;

                import dev.dbmigrate.annotations.Migration;
                import dev.dbmigrate.neo4j.*;
                import dev.dbmigrate.postgres.*;
                import dev.dbmigrate.redis.*;

                @Migration(id = "%s", description = "the class of this id = \\"x\\"", version = "%s",
                    dependsOn = Object.class)
                public abstract class %s implements %s {}
                """.formatted(folder.replace('/', '.'), id, version, name, kinds));
    }

    private void compile(Path file) throws Exception {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> arguments = new ArrayList<>(
                List.of("-proc:none", "-cp", System.getProperty("java.class.path"), "-sourcepath", sources.toString()));
        arguments.addAll(List.of("-d", Files.createTempDirectory("classes").toString(), file.toString()));
        assertThat(compiler.run(null, null, null, arguments.toArray(String[]::new)))
                .isZero();
    }
}
