package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the rules about PostgreSQL say, where, and when they say nothing. */
class PostgresRulesTest {

    private static final String ALONE = "-- @Migration(transactional = false)\n";
    private static final String WAIT = "SET LOCAL lock_timeout = '5s';\n";

    @TempDir
    Path folder;

    private PostgresModule module() {
        return new PostgresModule(folder);
    }

    private String only(String sql) {
        List<String> messages = module().up(WAIT + sql).messages();
        assertThat(messages).hasSize(1);
        return messages.get(0);
    }

    /** Text blocks of one migration each, none of which may be reported. */
    private void silent(String... scripts) {
        PostgresModule module = module();
        for (String script : scripts) {
            module.up(script);
        }
        assertThat(module.messages()).isEmpty();
    }

    @Test
    void aMessageSaysWhatToTypeWithTheUsersOwnNamesAndItsPlaceInsideTheTextBlock() {
        assertThat(
                        only(
                                "CREATE TABLE t (id int);\n  CREATE UNIQUE INDEX IF NOT EXISTS idx_users_name ON\n app.users (name);\n"))
                .isEqualTo(
                        "M1 [DBM-C100] app.users is in use, and CREATE INDEX keeps all writers out of it until the index is"
                                + " built. Write CREATE UNIQUE INDEX CONCURRENTLY IF NOT EXISTS idx_users_name ON app.users (name) in a"
                                + " migration of its own with transactional = false (at M1.java:13:3)");
    }

    @Test
    void theMendOfAConstraintIsWrittenOut() {
        assertThat(only("ALTER TABLE orders ADD FOREIGN KEY (user_id)\n  REFERENCES app.users (id);"))
                .contains("keeps writers out of it and of app.users meanwhile. Write ALTER TABLE orders ADD CONSTRAINT"
                        + " orders_user_id_fkey FOREIGN KEY (user_id) REFERENCES app.users (id) NOT VALID, and in the next"
                        + " migration ALTER TABLE orders VALIDATE CONSTRAINT orders_user_id_fkey (at M1.java:12:20)");
        assertThat(only("ALTER TABLE users ALTER mail SET NOT NULL;"))
                .contains(
                        "(1) ALTER TABLE users ADD CONSTRAINT users_mail_present CHECK (mail IS NOT NULL) NOT VALID; (2)"
                                + " ALTER TABLE users VALIDATE CONSTRAINT users_mail_present; (3) ALTER TABLE users ALTER COLUMN"
                                + " mail SET NOT NULL");
        assertThat(only("ALTER TABLE users ADD UNIQUE (mail, tenant);"))
                .contains(
                        "Write CREATE UNIQUE INDEX CONCURRENTLY users_mail_tenant_key ON users (mail, tenant) in a migration"
                                + " with transactional = false, and then ALTER TABLE users ADD CONSTRAINT users_mail_tenant_key UNIQUE"
                                + " USING INDEX users_mail_tenant_key");
    }

    @Test
    void aWhereThatIsAlwaysTrueIsNone() {
        assertThat(module().up("UPDATE users SET a = 1 WHERE true;")
                        .up("UPDATE users SET a = 1 WHERE (1 = 1);")
                        .up("DELETE FROM users WHERE 'a' = 'a';")
                        .up("WITH x AS (DELETE FROM users RETURNING *) SELECT * FROM x;")
                        .ids())
                .containsExactly("M1 C119", "M2 C119", "M3 C120", "M4 C120");
    }

    @Test
    void anIndexOnATableOfAnEarlierMigrationIsFound() {
        assertThat(module().up("CREATE TABLE users (name text);")
                        .up("CREATE INDEX idx_users_name ON users (name);")
                        .ids())
                .containsExactly("M2 C100");
    }

    @Test
    void aPartitionedTablesIndexHasAWayOfItsOwn() {
        assertThat(module().up("CREATE TABLE events (day date) PARTITION BY RANGE (day);")
                        .up("CREATE INDEX events_day ON events (day);")
                        .messages())
                .singleElement()
                .asString()
                .contains("Write CREATE INDEX events_day ON ONLY events (day), then for each partition");
    }

    @Test
    void oneVersionBelowOneIsOneRelease() {
        String version = "-- @Migration(version = \"0.1.0\")\n";
        assertThat(module().up(version + "CREATE TABLE users (name text);")
                        .up(version + "CREATE INDEX idx_users_name ON users (name);")
                        .up("-- @Migration(version = \"0.2.0\")\nCREATE INDEX idx_users_names ON users (name);")
                        .ids())
                .containsExactly("M3 C100");
    }

    @Test
    void whatUpCreatedDownMayTakeAway() {
        assertThat(module().add(
                                "CREATE TABLE a (id int); CREATE INDEX i ON a (id);",
                                "DELETE FROM a; TRUNCATE a CASCADE; DROP INDEX i; DROP TABLE a;")
                        .add(
                                WAIT + "ALTER TABLE b ADD COLUMN c int;",
                                "ALTER TABLE b DROP COLUMN c; ALTER TABLE b ALTER COLUMN d SET NOT NULL;")
                        .ids())
                .isEmpty();
        assertThat(module().add(
                                "SELECT 1;",
                                "DELETE FROM users; TRUNCATE users CASCADE; COMMIT; CREATE TABLE user (a int);")
                        .ids())
                .containsExactly("M1 C120", "M1 C118", "M1 C129", "M1 C126");
    }

    @Test
    void aCheckOfAnEarlierMigrationProvesPresenceWhileItStands() {
        String add = WAIT + "ALTER TABLE u ADD CONSTRAINT p CHECK (m IS NOT NULL AND m <> '') NOT VALID;";
        String validate = "ALTER TABLE u VALIDATE CONSTRAINT p;";
        String drop = WAIT + "ALTER TABLE u DROP CONSTRAINT p;";
        String set = WAIT + "ALTER TABLE u ALTER COLUMN m SET NOT NULL;";
        silent(add, validate, set, drop);
        assertThat(module().up(add).up(set).up(validate).up(drop).ids()).containsExactly("M2 C108");
    }

    @Test
    void aCheckThatWasDroppedOrSaysLessProvesNothing() {
        String validate = "ALTER TABLE u VALIDATE CONSTRAINT p;";
        String set = WAIT + "ALTER TABLE u ALTER COLUMN m SET NOT NULL;";
        assertThat(module().up(WAIT + "ALTER TABLE u ADD CONSTRAINT p CHECK (m IS NOT NULL) NOT VALID;")
                        .up(validate)
                        .up(WAIT + "ALTER TABLE u DROP CONSTRAINT p;")
                        .up(set)
                        .ids())
                .containsExactly("M4 C108");
        assertThat(module().up(WAIT + "ALTER TABLE u ADD CONSTRAINT p CHECK (m IS NOT NULL OR n > 1) NOT VALID;")
                        .up(validate)
                        .up("SELECT 1;")
                        .up(set)
                        .ids())
                .containsExactly("M4 C108");
    }

    @Test
    void widerTypesWriteNothing() {
        silent(
                "CREATE TABLE t (a varchar(10), b character varying(20), c numeric(8, 2), d text, e timestamptz(3), f varchar);",
                WAIT
                        + "ALTER TABLE t ALTER COLUMN a TYPE varchar(20), ALTER b SET DATA TYPE text, ALTER c TYPE numeric(10, 2),"
                        + " ALTER d TYPE varchar, ALTER e TYPE timestamptz, ALTER f TYPE text USING f::text;",
                WAIT + "ALTER TABLE t ALTER COLUMN a TYPE text;");
    }

    @Test
    void otherTypesAreAnAlarm() {
        PostgresModule module = module().up("CREATE TABLE t (a varchar(10), b int, c numeric(8, 2), d text);");
        for (String to : List.of(
                "a TYPE varchar(5)",
                "b TYPE bigint",
                "c TYPE numeric(10, 4)",
                "d TYPE jsonb USING d::jsonb",
                "d TYPE text USING upper(d)",
                "a TYPE text COLLATE \"C\"",
                "a TYPE char(10)")) {
            module.up(WAIT + "ALTER TABLE t ALTER COLUMN " + to + ";");
        }
        assertThat(module.ids())
                .containsExactly("M2 C112", "M3 C112", "M4 C112", "M5 C112", "M6 C112", "M7 C112", "M8 C112");
    }

    @Test
    void theLockTimeoutIsAskedForOnce() {
        assertThat(module().up("ALTER TABLE a ADD COLUMN x int; ALTER TABLE b ADD COLUMN x int;")
                        .messages())
                .singleElement()
                .asString()
                .contains("[DBM-C123]", "everybody who uses a,", "SET LOCAL lock_timeout = '5s'");
        silent(
                ALONE + "SET lock_timeout = '1s'; ALTER TABLE a ADD COLUMN y int;",
                "SELECT set_config('lock_timeout', '1s', true); ALTER TABLE a ADD COLUMN z int;");
    }

    @Test
    void aTextThatCannotBeReadIsNotJudged() {
        silent(
                "DROP TABLE users 'never ends;\nTRUNCATE users CASCADE;",
                "THIS IS NOT SQL ( [ ; ) ALTER; CREATE; UPDATE; ALTER TABLE;");
    }

    @Test
    void aSavepointNeedsATransaction() {
        assertThat(module().up("SAVEPOINT a; RELEASE SAVEPOINT a; SAVEPOINT b; ROLLBACK TO b;")
                        .up(ALONE + "SAVEPOINT a;")
                        .up(
                                "START TRANSACTION READ ONLY; PREPARE TRANSACTION 'x'; ROLLBACK; END; ABORT; COMMIT AND CHAIN;")
                        .ids())
                .containsExactly("M2 C129", "M3 C129", "M3 C129", "M3 C129", "M3 C129", "M3 C129", "M3 C129");
    }

    @Test
    void aColumnOfTheSameMigrationMayBeDroppedAndRenamedAgain() {
        silent(WAIT
                + "ALTER TABLE u ADD COLUMN a int; ALTER TABLE u RENAME COLUMN a TO b; ALTER TABLE u DROP COLUMN b;");
        assertThat(module().up(WAIT + "DROP TABLE u; CREATE TABLE u (id int);").ids())
                .containsExactly("M1 C115");
    }

    @Test
    void anExtensionOfAnEarlierMigrationIsThere() {
        silent("CREATE EXTENSION \"uuid-ossp\";", "SELECT uuid_generate_v4();");
        silent("SELECT extensions.uuid_generate_v4(), 'uuid_generate_v4()' AS x;", "SELECT 1;");
        assertThat(module().up("SELECT public.uuid_generate_v1();")
                        .up("CREATE EXTENSION \"uuid-ossp\";")
                        .ids())
                .containsExactly("M1 C124");
    }

    @Test
    void aFindingIsWaivedWithAReason() {
        silent("-- @Migration(transactional = true) @AllowUnsafe(rule = \"DBM-C100\", reason = \"thirty rows\")\n"
                + "CREATE INDEX i ON users (name);");
    }

    @Test
    void aTableThatTakesAnothersPlaceIsNewAndTheOldOneIsNot() {
        assertThat(module().up("CREATE TABLE u (id int);")
                        .up(WAIT
                                + "CREATE TABLE u_new (id int); ALTER TABLE u RENAME TO u_old; ALTER TABLE u_new RENAME TO u;"
                                + " CREATE INDEX i ON u (id); CREATE INDEX j ON u_old (id);")
                        .ids())
                .containsExactly("M2 C100");
    }

    @Test
    void aDatabaseOfItsOwnHasTablesOfItsOwn() {
        assertThat(module().up(
                                "-- @Migration(database = \"reports\", version = \"0.1.0\")\nCREATE TABLE users (name text);")
                        .up("-- @Migration(version = \"0.1.0\")\nCREATE INDEX i ON users (name);")
                        .ids())
                .containsExactly("M2 C100");
    }
}
