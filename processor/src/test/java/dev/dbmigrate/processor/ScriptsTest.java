package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.model.Checksum;
import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.processor.TestCompiler.Module;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Script files become migrations: the three layouts, what their headers say, and builds that see only a part. */
class ScriptsTest {

    private static final String UP = "CREATE TABLE t (id int);\n";
    private static final String DOWN = "DROP TABLE t;\n";

    /** What these scripts leave out on purpose: ways back, phases in their order, ids of one style. */
    private static final String RULES =
            "-Adbmigrate.rules=DBM-C027=off,DBM-C033=off,DBM-C054=off,DBM-C056=off,DBM-C068=off,DBM-C100=off,DBM-C103=off,DBM-C168=off";

    @TempDir
    Path folder;

    private ScriptModule module() {
        return ScriptModule.of(folder.resolve("module"));
    }

    private List<ManifestEntry> entries(ScriptModule module) throws IOException {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {module.module.classes().toUri().toURL()}, getClass().getClassLoader())) {
            return ServiceLoader.load(Manifest.class, loader).stream()
                    .map(ServiceLoader.Provider::get)
                    .filter(found -> found.getClass().getClassLoader() == loader)
                    .flatMap(manifest -> manifest.entries().stream())
                    .toList();
        }
    }

    private List<ManifestEntry> compiled(ScriptModule module) throws IOException {
        TestCompiler.JAVAC
                .compile(module.module, "-Xlint:all,-options,-processing", "-Werror", RULES)
                .succeeded();
        return entries(module);
    }

    /** Fault 6 of the five procedures: {@code for migration in V*.sql} ran the -down files too, and first. */
    @Test
    void fault6UpAndDownAreOneMigrationsTwoHalves() throws IOException {
        List<ManifestEntry> entries = compiled(module().script("V001-add-session-tags-down.sql", DOWN)
                .script("V001-add-session-tags-up.sql", UP)
                .script("V002-add-more-up.sql", UP));

        assertThat(entries).extracting(ManifestEntry::id).containsExactly("V001-add-session-tags", "V002-add-more");
        assertThat(entries)
                .extracting(entry -> entry.parts().get(0).reversible())
                .containsExactly(true, false);
        assertThat(module().generated("V001AddSessionTags"))
                .containsSubsequence("void up(", "V001-add-session-tags-up.sql", "void down(", "session-tags-down.sql");
    }

    @Test
    void theThreeLayouts() throws IOException {
        ScriptModule module = module().java("com/acme/package-info.java", """
                        @MigrationScripts(folder = "db/postgres", version = "1.0.0", database = "reporting")
                        @MigrationScripts(folder = "db/timed", version = "1.1.0")
                        @MigrationScripts(folder = "db/neo4j/", version = "1.2.0")
                        package com.acme;

                        import dev.dbmigrate.annotations.MigrationScripts;
                        """)
                .script("V001-add-session-tags-up.sql", UP)
                .script("V001-add-session-tags-down.sql", DOWN)
                .resource("db/timed/20241227_000001_initial_schema.sql", UP.getBytes(StandardCharsets.UTF_8))
                .resource("db/timed/20241227_000001_initial_schema_rollback.sql", DOWN.getBytes(StandardCharsets.UTF_8))
                .resource("db/timed/20241227_000002_scale_up.sql", UP.getBytes(StandardCharsets.UTF_8))
                .resource(
                        "db/neo4j/2025-01-15-001-add-product-rating-index.cypher",
                        "CREATE INDEX r FOR (p:Product) ON (p.rating);".getBytes(StandardCharsets.UTF_8))
                .resource(
                        "db/neo4j/2025-01-15-001-add-product-rating-index-down.cypher",
                        "DROP INDEX r;".getBytes(StandardCharsets.UTF_8))
                .resource("db/neo4j/README.md", "what lies here".getBytes(StandardCharsets.UTF_8))
                .resource("db/neo4j/.gitkeep", new byte[0]);

        List<ManifestEntry> entries = compiled(module);

        assertThat(entries)
                .extracting(entry -> entry.id() + " " + entry.className() + " " + entry.version() + " " + entry.parts()
                        + " " + entry.dependsOn() + " " + entry.sourceFile() + ":" + entry.line())
                .containsExactlyInAnyOrder(
                        "V001-add-session-tags com.acme.V001AddSessionTags 1.0.0 [Part[kind=postgres, database=reporting,"
                                + " reversible=true]] [] db/postgres/V001-add-session-tags-up.sql:1",
                        "20241227_000001_initial_schema com.acme.V20241227_000001InitialSchema 1.1.0 [Part[kind=postgres,"
                                + " database=postgres, reversible=true]] []"
                                + " db/timed/20241227_000001_initial_schema.sql:1",
                        "20241227_000002_scale_up com.acme.V20241227_000002ScaleUp 1.1.0 [Part[kind=postgres,"
                                + " database=postgres, reversible=false]] [20241227_000001_initial_schema]"
                                + " db/timed/20241227_000002_scale_up.sql:1",
                        "2025-01-15-001-add-product-rating-index com.acme.V2025_01_15_001AddProductRatingIndex 1.2.0"
                                + " [Part[kind=neo4j, database=neo4j, reversible=true]] []"
                                + " db/neo4j/2025-01-15-001-add-product-rating-index.cypher:1");
        assertThat(entries.get(0).description()).isNotBlank();
    }

    @Test
    void migrationsByHandAndScriptsDependOnEachOther() throws IOException {
        ScriptModule module = module().script("V001-initial-schema-up.sql", UP)
                .script("V002-after-java-up.sql", "-- dbmigrate: depends-on=AddUsers, 006_by_id\n" + UP)
                .script(
                        "V003-last-up.sql",
                        "-- dbmigrate: depends-on=V001-initial-schema\n"
                                + "-- dbmigrate: after=com.acme.AddUsers, V002-after-java\n" + UP)
                .script("V004-root-up.sql", "-- dbmigrate: depends-on=none\n" + UP)
                .migration("AddUsers", "005_add_users", ", dependsOn = V001InitialSchema.class")
                .migration("ById", "006_by_id", "");

        Map<String, ManifestEntry> entries =
                compiled(module).stream().collect(java.util.stream.Collectors.toMap(ManifestEntry::id, entry -> entry));

        assertThat(entries.get("005_add_users").dependsOn()).containsExactly("V001-initial-schema");
        assertThat(entries.get("V002-after-java").dependsOn()).containsExactly("005_add_users", "006_by_id");
        assertThat(entries.get("V003-last").dependsOn()).containsExactly("V001-initial-schema");
        assertThat(entries.get("V003-last").after()).containsExactly("005_add_users", "V002-after-java");
        assertThat(entries.get("V004-root").dependsOn()).isEmpty();
        assertThat(module.module.classes().resolve("META-INF/services/dev.dbmigrate.model.Manifest"))
                .content()
                .isEqualTo("com.acme.DbMigrateManifest_AddUsers\n");
    }

    @Test
    void headersSayWhatTheAnnotationWouldSay() throws IOException {
        ScriptModule module = module().script("V001-a-up.sql", UP)
                .script("V002-b-up.sql", """
                        /* a licence */

                        -- dbmigrate: version=2.0.0
                          --dbmigrate:description=What "it" does: 100 %, $ and é
                        -- dbmigrate: breaking=true
                        -- dbmigrate: phase=contract
                        -- dbmigrate: transactional=false
                        -- dbmigrate: irreversible=the data is gone
                        -- dbmigrate: replaces=000_gone, V001-a
                        """ + UP)
                .script("V003-c-up.sql", UP);

        List<ManifestEntry> entries = compiled(module);

        ManifestEntry second = entries.get(1);
        assertThat(second.version()).hasToString("2.0.0");
        assertThat(second.description()).isEqualTo("What \"it\" does: 100 %, $ and é");
        assertThat(second.breaking()).isTrue();
        assertThat(second.phase()).hasToString("CONTRACT");
        assertThat(second.transactional()).isFalse();
        assertThat(second.irreversible()).isEqualTo("the data is gone");
        assertThat(second.replaces()).containsExactly("000_gone", "V001-a");
        assertThat(entries.get(2).version()).as("a version goes on").hasToString("2.0.0");
        assertThat(entries.get(2).transactional()).isTrue();
    }

    @Test
    void aStatementThatRefusesATransactionDecides() throws IOException {
        List<ManifestEntry> entries = compiled(
                module().script("V001-a-up.sql", "-- VACUUM\nSELECT 'VACUUM; CREATE INDEX CONCURRENTLY i ON t (a)';")
                        .script("V002-b-up.sql", "create unique /* now */ index\nconcurrently i ON t (id);")
                        .script("V003-c-up.sql", "CREATE INDEX i ON t (id);")
                        .script("V003-c-down.sql", "DROP INDEX CONCURRENTLY i;")
                        .script("V004-d-up.sql", "SELECT 1; VACUUM (ANALYZE) t;")
                        .script("V005-e-up.sql", "-- dbmigrate: transactional=true\nVACUUM t;"));
        assertThat(entries).extracting(ManifestEntry::transactional).containsExactly(true, false, false, false, true);
    }

    @Test
    void theChecksumIsThatOfTheFilesWithTheirLineEndsNormalised() throws IOException {
        ManifestEntry plain = compiled(module().script("V001-a-up.sql", UP).script("V001-a-down.sql", DOWN))
                .get(0);
        assertThat(plain.checksum())
                .isEqualTo(new Checksum()
                        .addFile(UP.getBytes(StandardCharsets.UTF_8))
                        .addFile(DOWN.getBytes(StandardCharsets.UTF_8))
                        .value());

        String windows = "\uFEFF" + UP.replace("\n", "\r\n");
        assertThat(compiled(module().script("V001-a-up.sql", windows)).get(0).checksum())
                .isEqualTo(plain.checksum());
        assertThat(compiled(module().script("V001-a-down.sql", "DROP TABLE t CASCADE;\n"))
                        .get(0)
                        .checksum())
                .isNotEqualTo(plain.checksum());
    }

    @ParameterizedTest
    @EnumSource
    void onBothCompilers(TestCompiler compiler) throws IOException {
        ScriptModule module = module().script("V001-a-up.sql", UP)
                .migration("AddUsers", "005_add_users", ", dependsOn = V001A.class");
        compiler.compile(module.module, "-Adbmigrate.scripts=" + module.resourcePath(""))
                .succeeded();
        assertThat(entries(module)).extracting(ManifestEntry::id).containsExactly("V001-a", "005_add_users");
        assertThat(entries(module).get(0).checksum())
                .as("the file can be seen by every compiler")
                .isNotNull();
    }

    @Test
    void theEclipseCompilerFindsTheFolderAboveItsOutput() throws IOException {
        ScriptModule module = module().script("V001-a-up.sql", UP);
        TestCompiler.ECLIPSE.compile(module.module).succeeded();
        assertThat(entries(module)).extracting(ManifestEntry::id).containsExactly("V001-a");
    }

    @Test
    void theGoldenFile() throws IOException {
        ScriptModule module = module().script(
                        "V001-add-session-tags-up.sql",
                        "-- dbmigrate: allow-unsafe=DBM-C053 our second server\n"
                                + "ALTER TABLE archived_sessions ADD COLUMN tags jsonb;\n")
                .script("V001-add-session-tags-down.sql", "ALTER TABLE archived_sessions DROP COLUMN tags;\n");
        TestCompiler.JAVAC.compile(module.module).succeeded();
        assertThat(module.generated("V001AddSessionTags"))
                .isEqualTo(Files.readString(Path.of("src/test/resources/golden/V001AddSessionTags.java.txt")));
    }

    @Test
    void twoBuildsAreEqualByteForByte() {
        Map<String, String> first = null;
        for (String root : List.of("one", "two")) {
            ScriptModule module = ScriptModule.of(folder.resolve(root))
                    .script("V001-a-up.sql", UP)
                    .script("V002-b-up.sql", UP);
            TestCompiler.JAVAC.compile(module.module).succeeded();
            Map<String, String> classes = Module.contents(module.module.classes(), "");
            assertThat(first == null ? classes : first).isEqualTo(classes);
            first = classes;
        }
    }
}
