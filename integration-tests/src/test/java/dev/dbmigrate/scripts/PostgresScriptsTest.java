package dev.dbmigrate.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.Configuration;
import dev.dbmigrate.runtime.DbMigrate;
import dev.dbmigrate.runtime.DbMigrateException;
import dev.dbmigrate.runtime.ExecutedPart;
import dev.dbmigrate.runtime.MigrationState;
import dev.dbmigrate.runtime.RollbackRequest;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.CompiledModule;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.testkit.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** SQL scripts from their files to the server: compiled by the processor, applied and rolled back by the runtime. */
class PostgresScriptsTest {

    @TempDir
    Path folder;

    private TestDatabases databases;
    private TargetConfig postgres;
    private CompiledModule module;

    @BeforeEach
    void openDatabase() {
        databases = TestDatabases.open();
        postgres = databases.postgres();
        module = new CompiledModule(folder).java("com/acme/migrations/package-info.java", """
                @dev.dbmigrate.annotations.MigrationScripts(folder = "db/postgres", version = "1.0.0")
                package com.acme.migrations;
                """);
    }

    @AfterEach
    void closeDatabase() throws IOException {
        module.close();
        databases.close();
    }

    private CompiledModule script(String file, String text) {
        return module.resource("db/postgres/" + file, text);
    }

    private DbMigrate migrate() throws IOException {
        return DbMigrate.builder(Configuration.of(List.of(postgres)))
                .manifests(module.compile().manifests())
                .build();
    }

    private List<String> strings(String sql) throws SQLException {
        return new PostgresQueries(postgres).strings(sql);
    }

    @Test
    void theScriptsOfATeamAreAppliedShownAndRolledBack() throws Exception {
        script("V001-initial-schema-up.sql", "CREATE TABLE archived_sessions (id bigint PRIMARY KEY);\n");
        script("V001-initial-schema-down.sql", "DROP TABLE archived_sessions;\n");
        script("V002-add-session-tags-up.sql", """
                -- dbmigrate: version=1.1.0
                ALTER TABLE archived_sessions ADD COLUMN IF NOT EXISTS tags jsonb DEFAULT '[]';
                COMMENT ON COLUMN archived_sessions.tags IS 'Tags; set by users';
                """);
        script("V002-add-session-tags-down.sql", "ALTER TABLE archived_sessions DROP COLUMN IF EXISTS tags;\n");
        script("V003-index-tags-up.sql", """
                CREATE INDEX CONCURRENTLY idx_archived_sessions_tags ON archived_sessions USING gin (tags);
                """);
        script("V003-index-tags-down.sql", "DROP INDEX CONCURRENTLY idx_archived_sessions_tags;\n");
        module.java("com/acme/migrations/FillTags.java", """
                package com.acme.migrations;
                import dev.dbmigrate.annotations.*;
                import dev.dbmigrate.postgres.*;
                @Migration(id = "V004_fill_tags", description = "Tags for old sessions", version = "1.1.0",
                    dependsOn = V002AddSessionTags.class)
                public final class FillTags implements PostgresMigration {
                  @Override public void up(PostgresContext db) {
                    db.update("INSERT INTO archived_sessions (id, tags) VALUES (1, '[\\"old\\"]')");
                  }
                  @Override public void down(PostgresContext db) {
                    db.update("DELETE FROM archived_sessions WHERE id = 1");
                  }
                }
                """);
        DbMigrate migrate = migrate();

        assertThat(migrate.apply().parts())
                .extracting(ExecutedPart::id)
                .containsExactly("V001-initial-schema", "V002-add-session-tags", "V003-index-tags", "V004_fill_tags");
        assertThat(strings("SELECT tags::text FROM archived_sessions")).containsExactly("[\"old\"]");
        assertThat(strings("SELECT indisvalid::text FROM pg_index WHERE indexrelid ="
                        + " 'idx_archived_sessions_tags'::regclass"))
                .containsExactly("true");
        assertThat(migrate.status().migrations()).allMatch(each -> each.state() == MigrationState.APPLIED);
        assertThat(migrate.validate().findings()).isEmpty();

        migrate.rollback(RollbackRequest.last(4));
        assertThat(strings("SELECT to_regclass('archived_sessions')::text")).containsExactly((String) null);
    }

    @Test
    void textsThatAreHardToSplit() throws Exception {
        script("V001-hard-up.sql", "\uFEFF" + """
                /* outer /* inner; */ still; */
                CREATE TABLE t (id int PRIMARY KEY, a text, "b;c" text); -- one; two
                CREATE FUNCTION twice(x int) RETURNS int LANGUAGE SQL BEGIN ATOMIC
                  SELECT CASE WHEN x > 0 THEN 1 ELSE 2 END;
                  SELECT x * 2;
                END;
                CREATE FUNCTION body() RETURNS text LANGUAGE plpgsql AS $fn$
                BEGIN
                  EXECUTE $q$ SELECT 1; $q$;
                  RETURN 'a;b';
                END;
                $fn$;
                INSERT INTO t VALUES (1, E'it\\'s; \\\\', 'x'), (2, 'O''Brien;', '$$;'), (3, U&'d\\0061t\\+000061', NULL);
                COPY t (id, a) FROM STDIN;
                10\tten; 'x
                11\t\\N
                12\t$$ -- no comment
                \\.
                CREATE RULE r AS ON DELETE TO t WHERE old.id = 10 DO ALSO (SELECT 1; SELECT 2);
                COPY t (id, a) FROM STDIN WITH (FORMAT csv);
                20,"twenty
                lines"
                \\.
                INSERT INTO t VALUES (30, 'a
                b')""".replace("\n", "\r\n"));
        migrate().apply();

        assertThat(strings("SELECT id || ' ' || coalesce(a, 'NULL') FROM t ORDER BY id"))
                .containsExactly(
                        "1 it's; \\",
                        "2 O'Brien;",
                        "3 data",
                        "10 ten; 'x",
                        "11 NULL",
                        "12 $$ -- no comment",
                        "20 twenty\nlines",
                        "30 a\nb");
        assertThat(strings("SELECT twice(21) || body()")).containsExactly("42a;b");
    }

    @Test
    void anErrorNamesFileLineAndColumn() throws Exception {
        script(
                "V001-x-up.sql",
                "CREATE TABLE t (id int);\n\nCOPY t FROM STDIN;\n1\n\\.\nSELECT 1; SELECT idd\n  FROM t;\n");
        DbMigrateException failure =
                catchThrowableOfType(DbMigrateException.class, () -> migrate().apply());
        assertThat(failure)
                .hasMessageContaining("column \"idd\" does not exist")
                .hasMessageContaining("  at V001-x-up.sql:6:18:\n    SELECT idd\n           ^\n");
        assertThat(strings("SELECT to_regclass('t')::text")).containsExactly((String) null);
    }

    @Test
    void dataThatIsWrongNamesItsStatementAndNothingStands() throws Exception {
        script("V001-x-up.sql", "CREATE TABLE t (id int);\nCOPY t FROM STDIN;\n1\nx\n\\.\n");
        DbMigrateException failure =
                catchThrowableOfType(DbMigrateException.class, () -> migrate().apply());
        assertThat(failure)
                .hasMessageContaining("invalid input syntax for type integer: \"x\"")
                .hasMessageContaining("COPY t, line 2")
                .hasMessageContaining("in: COPY t FROM STDIN (at V001-x-up.sql:2)");
        assertThat(strings("SELECT to_regclass('t')::text")).containsExactly((String) null);
    }

    @Test
    void aJournaledScriptGoesOnBehindWhatIsDone() throws Exception {
        script("V001-x-up.sql", """
                -- dbmigrate: transactional=false
                CREATE TABLE t (id int);
                COPY t FROM STDIN;
                1
                2
                \\.
                INSERT INTO other SELECT id FROM t;
                """);
        DbMigrate migrate = migrate();
        catchThrowableOfType(DbMigrateException.class, migrate::apply);
        assertThat(strings("SELECT count(*)::text FROM t")).containsExactly("2");

        new PostgresQueries(postgres).execute("CREATE TABLE other (id int)");
        migrate.apply();
        assertThat(strings("SELECT count(*)::text FROM t")).containsExactly("2");
        assertThat(strings("SELECT count(*)::text FROM other")).containsExactly("2");
    }

    @Test
    void aScriptThatIsNotTheOneThatWasCompiledIsNotRun() throws Exception {
        script("V001-x-up.sql", "CREATE TABLE t (id int);\n");
        DbMigrate migrate = migrate();
        Files.writeString(module.resource("db/postgres/V001-x-up.sql"), "CREATE TABLE t (id bigint);\n");
        assertThat(catchThrowableOfType(DbMigrateException.class, migrate::apply))
                .hasMessageContaining("the script db/postgres/V001-x-up.sql is not the one of which"
                        + " com.acme.migrations.V001X was compiled, and was not run. Compile again: mvn clean compile");
        Files.delete(module.resource("db/postgres/V001-x-up.sql"));
        assertThat(catchThrowableOfType(DbMigrateException.class, migrate::apply))
                .hasMessageContaining("the script db/postgres/V001-x-up.sql of com.acme.migrations.V001X is not on the"
                        + " class path");
        assertThat(strings("SELECT to_regclass('t')::text")).containsExactly((String) null);
    }

    @Test
    void tenMegabytes() throws Exception {
        StringBuilder text = new StringBuilder("CREATE TABLE t (id int, a text);\nCOPY t FROM STDIN;\n");
        for (int i = 0; text.length() < 7_000_000; i++) {
            text.append(i).append("\tsome text; that 'is' no $$ statement\n");
        }
        text.append("\\.\nCREATE TABLE u (id int, a text);\n");
        int count = 0;
        for (; text.length() < 10_500_000; count++) {
            text.append("INSERT INTO u VALUES (")
                    .append(count)
                    .append(", '")
                    .append("x;".repeat(500))
                    .append("');\n");
        }
        script("V001-large-up.sql", text.toString());
        migrate().apply();
        assertThat(strings("SELECT count(*)::text FROM u")).containsExactly(String.valueOf(count));
        assertThat(strings("SELECT (count(*) > 100000)::text FROM t")).containsExactly("true");
    }
}
