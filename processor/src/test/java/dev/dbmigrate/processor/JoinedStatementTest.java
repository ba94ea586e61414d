package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Values are parameters; names cannot be. */
class JoinedStatementTest {

    @TempDir
    Path folder;

    private RuleCase postgres() {
        return RuleCase.of(folder, "Postgres");
    }

    private RuleCase neo4j() {
        return RuleCase.of(folder, "Neo4j");
    }

    @Test
    void aValueInSql() {
        assertThat(postgres().finds("""
                db.execute("UPDATE users SET name = '" + name + "' WHERE id = " + user.getId()); //!DBM-C143
                db.update("DELETE FROM users WHERE mail LIKE '%%%s%%'".formatted(part)); //!DBM-C143
                db.query(String.format("SELECT a FROM t WHERE b > INTERVAL '%d days' LIMIT %d", days, 5), row -> 1); //!DBM-C143
                String sql = "INSERT INTO t (a, b) VALUES (" + a + ", f(" + b + ")), (1, " + c + ") RETURNING id";
                db.connection().createStatement().executeUpdate(sql); //!DBM-C143
                db.execute("UPDATE t SET a = b WHERE c IN (" + ids + ") AND d BETWEEN 1 AND " + high); //!DBM-C143
                """))
                .satisfiesExactly(
                        text -> assertThat(text)
                                .isEqualTo(
                                        "[DBM-C143] name is joined into the text of this statement, so a quote in it breaks the"
                                                + " statement or changes what it does, and a value of another type is converted by chance."
                                                + " Write db.update(\"UPDATE users SET name = ? WHERE id = ?\", name, user.getId()) (at"
                                                + " Subject.java:10:42)"),
                        text -> assertThat(text)
                                .contains(
                                        "Write db.update(\"DELETE FROM users WHERE mail LIKE ?\", \"%\" + part + \"%\") (at"),
                        text -> assertThat(text)
                                .contains("Write db.query(\"SELECT a FROM t WHERE b > CAST(? AS INTERVAL) LIMIT 5\","
                                        + " row -> …, days + \" days\") (at"),
                        text -> assertThat(text)
                                .contains(
                                        "Write db.query(\"INSERT INTO t (a, b) VALUES (?, f(?)), (1, ?) RETURNING id\","
                                                + " row -> …, a, b, c)"),
                        text -> assertThat(text)
                                .contains(
                                        "Write db.update(\"UPDATE t SET a = b WHERE c IN (?) AND d BETWEEN 1 AND ?\", ids, high)"));
    }

    @Test
    void aValueInCypher() {
        assertThat(neo4j().finds("""
                db.run("MATCH (u:User {name: '" + name + "'}) SET u.age = " + user.getAge()); //!DBM-C143
                db.run("MATCH (u) WHERE u.id IN [%s] AND u.mail STARTS WITH '%s@' RETURN f(%s) LIMIT 5".formatted(a, b, c)); //!DBM-C143
                """))
                .satisfiesExactly(
                        text -> assertThat(text)
                                .contains("Write db.run(\"MATCH (u:User {name: $name}) SET u.age = $age\","
                                        + " Map.of(\"name\", name, \"age\", user.getAge()))"),
                        text -> assertThat(text)
                                .contains("Write db.run(\"MATCH (u) WHERE u.id IN [$a] AND u.mail STARTS WITH $b"
                                        + " RETURN f($c) LIMIT 5\", Map.of(\"a\", a, \"b\", b + \"@\", \"c\", c))"));
    }

    @Test
    void aNameInSql() {
        assertThat(postgres().finds("""
                for (String table : List.of("users", "orders")) {
                  db.execute("ALTER TABLE " + table + " ADD COLUMN tenant bigint"); //!DBM-C144
                  db.execute("CREATE INDEX ON %s (tenant)".formatted(table)); //!DBM-C144
                  db.update("UPDATE app." + table + " SET tenant = 1 WHERE tenant IS NULL"); //!DBM-C144
                  db.execute("CREATE TABLE copy_" + table + " (id int DEFAULT " + first + ")"); //!DBM-C144
                  db.update("DELETE FROM \\"" + table + "\\" WHERE id < 5"); //!DBM-C144
                  db.update("INSERT INTO t(" + columns + ") SELECT " + columns + " FROM u WHERE " + condition); //!DBM-C144
                  db.execute("DO $$ BEGIN PERFORM " + name + "(); END $$"); //!DBM-C144
                  db.execute("COMMENT ON TABLE t IS '" + text + "'"); //!DBM-C144
                }
                """))
                .contains(
                        "[DBM-C144] table is joined into this statement where no parameter can stand, so no rule can read the"
                                + " statement, and nothing quotes what is joined. Write out one statement for each name; if the names are a fixed"
                                + " list in this class, write @AllowUnsafe(rule = \"DBM-C144\", reason = \"…\") (at Subject.java:11:31)");
    }

    @Test
    void aNameInCypher() {
        neo4j().finds("""
                db.run("MATCH (n:" + label + ") SET n." + property + " = 1"); //!DBM-C144
                db.run("CREATE CONSTRAINT c FOR (n:%s) REQUIRE n.id IS UNIQUE".formatted(label)); //!DBM-C144
                db.run("MATCH (a)-[:`" + type + "`]->(b) DELETE a"); //!DBM-C144
                """);
    }

    @Test
    void aNameAndAValue() {
        assertThat(postgres().finds("""
                db.update("UPDATE " + table + " SET a = " + value); //!DBM-C143 DBM-C144
                """))
                .anySatisfy(text ->
                        assertThat(text).contains("Write db.update(\"UPDATE \" + table + \" SET a = ?\", value)"));
    }

    @Test
    void whatIsKnownOrNoStatement() {
        postgres().finds("""
                final String table = "users";
                db.execute("SET LOCAL lock_timeout = '5s'; ALTER TABLE " + table + " ADD COLUMN tenant bigint");
                db.update("UPDATE users SET name = ? WHERE id = " + 5, name);
                db.execute("UPDATE t SET a = 1 -- " + note);
                db.execute(statements.get(0));
                String placeholders = given();
                db.update("DELETE FROM t WHERE id IN (" + placeholders + ")", ids);
                db.update("DELETE FROM t WHERE id IN (" + String.join(", ", Collections.nCopies(n, "?")) + ")", ids);
                db.execute(prefix + " WHERE id = " + id);
                digest.update("user " + name);
                String.format("UPDATE t SET a = '%s'", value);
                System.out.println("DELETE FROM t WHERE a = " + value);
                db.step("UPDATE t " + name, () -> {});
                """);
        neo4j().finds("""
                db.run("MATCH (n) SET n.a = $a // " + note, Map.of("a", 1));
                db.run("MATCH (n {name: $name}) DETACH DELETE n", Map.of("name", name));
                """);
    }

    @Test
    void aSecretInTheStatementIsNotRepeated() {
        assertThat(postgres().finds("""
                db.update("SELECT dblink('host=h password=s3cr3t'), a FROM t WHERE b = " + b); //!DBM-C141 DBM-C143
                """))
                .noneMatch(text -> text.contains("s3cr3t"))
                .anySatisfy(text -> assertThat(text).contains("Write db.query(\"…\", row -> …, b)"));
    }
}
