package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** No secret in a migration's code. Those here are put together, so that no scanner takes them for true ones. */
class SecretRulesTest {

    @TempDir
    Path folder;

    private RuleCase of(String kind) {
        return RuleCase.of(folder, kind);
    }

    @Test
    void fault16APasswordInAConnectionString() {
        assertThat(of("Mongo").finds("""
                migrateToSchemaVersion("mongodb://sweatbot:secure_password@localhost:8002/", 1); //!DBM-C140
                """))
                .containsExactly(
                        "[DBM-C140] this connection string (mongodb://…) holds a password, which stays readable in the"
                                + " source, its history and every jar. Write db.database(), which is connected already, and set"
                                + " DBMIGRATE_MONGODB_PASSWORD in the environment (at Subject.java:10:44)");
    }

    @Test
    void connectionStringsWhereverTheyStand() {
        List<String> texts = of("Postgres").with("database = \"audit\"").findsIn("""
                private static final String URL = "postgres://app:" + "s3cr3t@db/app"; //!DBM-C140
                private final String jdbc = "jdbc:postgresql://db:5432/app?user=app&password=s3cr3t"; //!DBM-C140
                enum Inner { ONE; static final String S = "https://bot:s3cr3t@wiki.example.com/x"; } //!DBM-C140
                @Override public void up(PostgresContext db) {
                  db.execute(
                      "SELECT dblink('host=db\\n password=s3cr3t'), 'redis://:s3cr3t@cache/0'"); //!DBM-C140 DBM-C141
                }
                @Override public void down(PostgresContext db) {
                  connect("jdbc:mysql://db/app?useSSL=true&sslPassword=s3cr3t", Beside.URL); //!DBM-C140
                }
                """);
        assertThat(texts)
                .noneMatch(text -> text.contains("s3cr3t"))
                .anySatisfy(
                        text -> assertThat(text).contains("set DBMIGRATE_DATABASES_AUDIT_PASSWORD in the environment"))
                .anySatisfy(text -> assertThat(text).contains("Write System.getenv(\"HTTPS_URL\")"))
                .anySatisfy(text -> assertThat(text).contains("(at Subject.java:14:42)"));
    }

    @Test
    void constantsOfOtherClasses() {
        assertThat(of("Redis")
                        .beside("Beside", "}\npublic static final String URL = \"redis://u:s3cr3t@h\"; { //!")
                        .finds("""
                connect(Beside.URL); //!DBM-C140
                """))
                .singleElement()
                .asString()
                .contains("(redis://…)")
                .doesNotContain("s3cr3t");
    }

    @Test
    void passwordsOfRoles() {
        List<String> texts = of("Postgres").finds("""
                db.execute("CREATE ROLE app LOGIN PASSWORD 's3cr3t'"); //!DBM-C141
                db.execute("ALTER USER app WITH ENCRYPTED PASSWORD E's3cr3t' VALID UNTIL 'infinity'"); //!DBM-C141
                db.execute("CREATE USER MAPPING FOR app SERVER s OPTIONS (user 'app', password 's3cr3t')"); //!DBM-C141
                db.execute("ALTER SUBSCRIPTION s CONNECTION 'host=db password=s3cr3t'"); //!DBM-C141
                """);
        assertThat(texts)
                .contains(
                        "[DBM-C141] this statement holds a password in plain text, which stays readable in the source, its"
                                + " history and every jar. Take PASSWORD … out of the statement, and set it outside of migrations (psql:"
                                + " \\password) (at Subject.java:10:45)")
                .anySatisfy(text -> assertThat(text).contains("take OPTIONS (password …) out"))
                .anySatisfy(text -> assertThat(text).contains("CONNECTION 'service=…'"))
                .noneMatch(text -> text.contains("s3cr3t"));
        of("Neo4j").finds("db.run(\"CREATE USER app SET PASSWORD 's3cr3t'\"); //!DBM-C141");
    }

    @Test
    void passwordsThatAreGivenToClients() {
        assertThat(of("Neo4j").finds("""
                GraphDatabase.driver("bolt://db", AuthTokens.basic("neo4j", "s3cr3t")); //!DBM-C141
                DriverManager.getConnection("jdbc:postgresql://db/app", "app", "s3cr3t"); //!DBM-C141
                AuthTokens.basic("neo4j", System.getenv("NEO4J_PASSWORD"));
                AuthTokens.basic("neo4j", "${neo4j.password}");
                DriverManager.getConnection("jdbc:postgresql://db/app");
                """))
                .contains(
                        "[DBM-C141] this argument of basic holds a password in plain text, which stays readable in the source,"
                                + " its history and every jar. Write System.getenv(\"NEO4J_PASSWORD\") (at Subject.java:10:61)");
        of("Redis").finds("db.client().auth(\"s3cr3t\"); //!DBM-C141");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AKIA" + "QWERTYUIOPASDFGH",
                "gh" + "p_0123456789abcdefghijklmnopqrstuvwxyz",
                "github_" + "pat_0123456789abcdefghijklmnopqrstuvwxyz0123456789abcdefghij",
                "glp" + "at-0123456789abcdefghij",
                "xo" + "xb-123456789012-abcdefghijkl",
                "sk_" + "live_0123456789abcdefghij",
                "AI" + "za0123456789abcdefghijklmnopqrstuvwxy",
                "np" + "m_0123456789abcdefghijklmnopqrstuvwxyz",
                "ey" + "JhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dBjftJeZ4CVP-mB92K27uhbUJU1p1r",
                "-----BEGIN RSA " + "PRIVATE KEY-----"
            })
    void tokens(String token) {
        assertThat(of("Redis").finds("db.client().hset(\"config\", \"token\", \"x " + token + " y\"); //!DBM-C142"))
                .singleElement()
                .asString()
                .contains("revoke it")
                .contains("Write System.getenv(\"")
                .doesNotContain(token);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "postgres://app:${PASSWORD}@db/app",
                "postgres://app:$PASSWORD@db/app",
                "postgres://app:<password>@db/app",
                "postgres://app:%s@db/app",
                "postgres://app:{{ password }}@db/app",
                "postgres://app:****@db/app",
                "postgres://app@db:5432/app",
                "http://example.com:8080/a@b",
                "https://example.com/a?password=",
                "jdbc:postgresql://db/app?user=app&password=${password}",
                "SELECT 'https://x' || password = 'a' FROM users WHERE host = 'h' AND password = $1",
                "UPDATE users SET password = crypt($1, gen_salt('bf'))",
                "CREATE ROLE app NOLOGIN PASSWORD NULL",
                "ALTER ROLE app PASSWORD '${app.password}'",
                "CREATE TABLE users (password text NOT NULL DEFAULT 'x')",
                "ALTER TABLE users ADD COLUMN password_hash text",
                "AKIAIOSFODNN7EXAMPLE",
                "eyJhbGciOiJIUzI1NiJ9",
                "-----BEGIN PUBLIC KEY-----",
                "sk_live_",
                "see https://github.com/a/b: user@example.com"
            })
    void whatIsNoSecret(String text) {
        of("Redis").finds("db.client().hset(\"config\", \"text\", \"" + text + "\");");
    }

    @Test
    void whatEverybodyKnowsIsAPasswordToo() {
        of("Postgres").finds("db.execute(\"ALTER ROLE app PASSWORD 'changeme'\"); //!DBM-C141");
    }

    @Test
    void aSecretIsWaivedLikeAnyFinding() {
        assertThat(
                        of("Mongo")
                                .findsIn(
                                        """
                }
                @AllowUnsafe(rule = "DBM-C140", reason = "the server of the tests")
                @Migration(id = "101_other", description = "Other", version = "2.0.0")
                class Other {
                  String url = "mongodb://a:b@h";
                """.replace(
                                                        "class Other {",
                                                        "final class Other implements MongoMigration { //!DBM-C012\n  public void up(MongoContext db) {}")))
                .hasSize(1);
    }
}
