package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import javax.tools.Diagnostic.Kind;
import org.junit.jupiter.api.Test;

/** What the findings in Cypher say, and where. */
class CypherMessagesTest extends CypherTest {

    @Test
    void aSyntaxErrorHasItsPlaceInsideTheTextBlock() {
        assertThat(messages("MATCH (u:User)\nSET u.x = 1\n  WHERE u.x IS NULL"))
                .extracting(TestCompiler.Message::toString)
                .containsExactly(
                        "ERROR Subject.java:12 [DBM-C151] WHERE cannot follow SET: it belongs to the MATCH or WITH that"
                                + " finds what is written. Write MATCH (u:User) WHERE u.x IS NULL SET u.x = 1 (at Subject.java:15:3)");
    }

    @Test
    void thePlaceIsRightBehindEscapesEmojiAndSeveralStatements() {
        List<TestCompiler.Message> messages = compile(
                "Subject",
                "",
                up("    db.run(\"RETURN '\uD83D\uDE00\\t\\\"'; MATC (n) RETURN n\" +\n"
                        + "        \"; RETURN n.x == 1\");\n"),
                "");
        assertThat(messages)
                .extracting(message -> message.text().replaceAll("^\\[(.*)\\] .* \\(at (.*)\\)$", "$1 $2"))
                .containsExactly("DBM-C150 Subject.java:12:30", "DBM-C153 Subject.java:13:23");
    }

    @Test
    void aWhereThatFollowsAWriteMoves() {
        assertThat(text("MATCH (n:A) WHERE n.a = 1 SET n.b = 2 WHERE n.c = 3 RETURN n"))
                .endsWith("Write MATCH (n:A) WHERE n.a = 1 AND n.c = 3 SET n.b = 2 RETURN n");
        assertThat(text("MATCH (s:Session) // old\nDETACH DELETE s WHERE s.old"))
                .contains("WHERE cannot follow DELETE")
                .endsWith("Write MATCH (s:Session) WHERE s.old DETACH DELETE s");
        assertThat(text("MATCH (n:A {k: 1}) SET n.a = 1 SET n.b = 2 WHERE n.set = 3"))
                .endsWith("Write MATCH (n:A {k: 1}) WHERE n.set = 3 SET n.a = 1 SET n.b = 2");
        assertThat(text("CREATE (n:A {k: 1}) WHERE n.c = 3")).endsWith("Write MATCH … WHERE … CREATE …");
    }

    @Test
    void aCommentOfSqlIsReplacedAndTheRestIsStillRead() {
        assertThat(messages("-- don't look\nMATCH (u:User) SET u.x = 1"))
                .extracting(message -> message.text().substring(1))
                .satisfiesExactly(
                        comment -> assertThat(comment)
                                .isEqualTo(
                                        "DBM-C152] -- begins no comment in Cypher: it is two minus signs. Write // don't look"
                                                + " (at Subject.java:13:1)"),
                        write -> assertThat(write).startsWith("DBM-C161]").endsWith("(at Subject.java:14:16)"));
        assertThat(ids("MATCH (u:User {id: 1}) SET u.x = 1 -- (the default), or so"))
                .containsExactly("DBM-C150");
        assertThat(ids("MATCH (u:User {id: 1})\n-- (the default)\nSET u.x = 1")).containsExactly("DBM-C152");
        assertThat(ids("MATCH (u:User {id: 1})\n--comment\nSET u.x = 1")).containsExactly("DBM-C152");
        assertThat(ids("MATCH (u:User {id: 1}) SET u.x = 3 - -1, u.y = 3--1, u.z = '-- z', u.`-- a` = 1"))
                .isEmpty();
    }

    @Test
    void whatIsNotCypherSaysWhatIs() {
        assertThat(text("SELECT * FROM users"))
                .isEqualTo("[DBM-C153] SELECT is not Cypher. Write MATCH (n:Label) WHERE … RETURN …");
        assertThat(text("INSERT INTO users VALUES (1)"))
                .contains("INSERT INTO is not Cypher. Write MERGE (n:Label {key: …})");
        assertThat(text("DELETE FROM users")).contains("Write MATCH (n:Label) WHERE … DELETE n");
        assertThat(text("CREATE TABLE users (id int)")).contains("nodes need no table");
        assertThat(text("MATCH (n) WHERE n.x == 1 RETURN n")).isEqualTo("[DBM-C153] == is not Cypher. Write =");
        assertThat(text("MATCH (n) WHERE n.x != 1 RETURN n")).isEqualTo("[DBM-C153] != is not Cypher. Write <>");
        assertThat(text("BEGIN")).contains("dbmigrate runs a migration in a transaction by itself");
        assertThat(text(":use neo4j")).startsWith("[DBM-C153] :use is not Cypher. Write the statement alone");
    }

    @Test
    void aSyntaxErrorSaysWhatToType() {
        assertThat(text("MATC (n) RETURN n"))
                .isEqualTo(
                        "[DBM-C150] Neo4j cannot read this Cypher: MATC does not fit. Did you mean MATCH? Write MATCH");
        assertThat(text("MATCH (n:User SET n.x = 1"))
                .isEqualTo("[DBM-C150] Neo4j cannot read this Cypher: (n:User… is not closed. Write ) before SET");
        assertThat(text("MATCH (n {id: 1}) SET n.x = 'abc"))
                .isEqualTo(
                        "[DBM-C150] Neo4j cannot read this Cypher: this ' is never closed. Write ' at the end of it");
        assertThat(text("MATCH (n {id: 1}) SET n.x = 'it''s'")).contains("Write \\' for a quote inside of '…'");
        assertThat(text("MATCH (n {id: 1}) SET n.x ="))
                .isEqualTo("[DBM-C150] Neo4j cannot read this Cypher: it ends too early. Write what follows SET n.x =");
        assertThat(text("MATCH (n {id: 1}) RETURN size([1, 2)"))
                .contains("DBM-C150")
                .contains("[1, 2… is not closed");
        assertThat(text("MATCH (n {id: 1}) RETURN n n.x"))
                .isEqualTo(
                        "[DBM-C150] Neo4j cannot read this Cypher: n does not fit after RETURN n. Take it out or finish what"
                                + " stands before it; if your server reads it, write @AllowUnsafe(rule = \"DBM-C150\", reason = \"…\")");
    }

    @Test
    void oldFormsSayTheNewOnes() {
        assertThat(text("CREATE CONSTRAINT ON (u:User) ASSERT u.email IS UNIQUE"))
                .isEqualTo(
                        "[DBM-C154] Neo4j 5 no longer reads ON … ASSERT. Write CREATE CONSTRAINT user_email_unique IF NOT"
                                + " EXISTS FOR (u:User) REQUIRE u.email IS UNIQUE");
        assertThat(text("CREATE CONSTRAINT has_name ON (u:User) ASSERT exists(u.name)"))
                .endsWith("Write CREATE CONSTRAINT has_name IF NOT EXISTS FOR (u:User) REQUIRE u.name IS NOT NULL");
        assertThat(text("CREATE CONSTRAINT has_name FOR (u:User) REQUIRE exists(u.name)"))
                .isEqualTo("[DBM-C154] Neo4j 5 no longer reads exists(u.name). Write u.name IS NOT NULL");
        assertThat(text("CREATE INDEX ON :PowerSource(rating, name)"))
                .endsWith(
                        "Write CREATE INDEX power_source_rating_name IF NOT EXISTS FOR (n:PowerSource) ON (n.rating, n.name)");
        assertThat(text("DROP INDEX ON :User(name)")).contains("DROP INDEX <name> IF EXISTS");
        assertThat(text("DROP CONSTRAINT ON (u:User) ASSERT u.email IS UNIQUE"))
                .contains("DROP CONSTRAINT <name> IF EXISTS");
        assertThat(text("CREATE BTREE INDEX a IF NOT EXISTS FOR (n:L) ON (n.p)"))
                .contains("Write CREATE RANGE INDEX");
        assertThat(text("MATCH (n:User) WHERE exists(n.email) RETURN n"))
                .isEqualTo("[DBM-C154] Neo4j 5 no longer reads exists(n.email). Write n.email IS NOT NULL");
        assertThat(text("MATCH (n:User {id: {id}}) RETURN n"))
                .endsWith("no longer reads the parameter {id}. Write $id");
        assertThat(text("CALL db.indexes()")).endsWith("no longer reads CALL db.indexes. Write SHOW INDEXES");
        assertThat(text("USING PERIODIC COMMIT LOAD CSV FROM 'a' AS row CREATE (:L {t: row[0]})"))
                .endsWith("Write LOAD CSV … AS row CALL { WITH row … } IN TRANSACTIONS OF 1000 ROWS");
    }

    @Test
    void aMapSaysWhichPropertiesToWrite() {
        assertThat(text("MATCH (u:User {id: 1}) SET u.prefs = {theme: 'dark', rows: 20}"))
                .isEqualTo("[DBM-C160] Neo4j cannot store a map in the property u.prefs, so the statement fails. Write"
                        + " u.prefs_theme = 'dark', u.prefs_rows = 20");
        assertThat(text("CREATE (:User {prefs: {theme: 'dark'}})")).endsWith("Write prefs_theme: 'dark'");
        assertThat(text("MATCH (u:User {id: 1}) SET u.prefs = {}")).endsWith("keep it as text: u.prefs = '{}'");
        assertThat(text("MATCH (u:User {id: 1}) SET u.m = [[1, 2], [3]]")).contains("cannot store a list of lists");
        assertThat(text("MATCH (u:User {id: 1}) SET u.m = [{a: 1}]")).contains("cannot store a list of maps");
        assertThat(text("MATCH (u:User {id: 1}) SET u.m = coalesce(u.m, {})")).contains("a map in the property u.m");
        assertThat(text("MATCH (u:User {id: 1}) SET u.m = CASE WHEN u.a THEN ({}) ELSE 1 END"))
                .contains("a map");
        assertThat(text("MATCH (u:User {id: 1}) SET u = {a: {b: 1}}")).contains("in the property a");
        assertThat(text("MATCH (u:User {id: 1}) SET u.copy = u {.a}")).contains("a map");
        assertThat(text("MATCH (u:User {id: 1}) SET u.copy = properties(u)")).contains("a map");
        assertThat(text("MATCH (u:User {id: 1}) MERGE (u)-[r:R]->(u) ON CREATE SET r.m = {}"))
                .contains("r.m");
    }

    @Test
    void anUnboundedWriteSaysItsBatchedForm() {
        assertThat(text("MATCH (u:User) SET u.score = 0.0, u.a = 1"))
                .isEqualTo(
                        "[DBM-C161] this changes every node :User in one transaction, which holds all their locks and must fit"
                                + " into memory. Write MATCH (u:User) CALL { WITH u SET u.score = 0.0, u.a = 1 } IN TRANSACTIONS OF 1000"
                                + " ROWS in an idempotentStep, or say in WHERE which of them are meant");
        assertThat(text("MATCH (u:User)-[r:HAS]->(c:Chat) MERGE (u)-[:IN]->(c) DELETE r RETURN count(*)"))
                .contains("every relationship :HAS in")
                .contains("CALL { WITH c, r, u MERGE (u)-[:IN]->(c) DELETE r } IN TRANSACTIONS OF 1000 ROWS");
        assertThat(text("MATCH (n) DETACH DELETE n")).contains("every node in one transaction");
        assertThat(ids("MATCH (u:User) REMOVE u:Old, u.x")).containsExactly("DBM-C161");
        assertThat(ids("MATCH (u:User) WITH u ORDER BY u.id SET u.x = 1 SET u.y = 1"))
                .containsExactly("DBM-C161");
        assertThat(ids("MATCH (u:User) WITH u AS v DELETE v")).containsExactly("DBM-C161");
        assertThat(ids("MATCH (u:User) FOREACH (x IN [1] | SET u.x = x)")).containsExactly("DBM-C161");
        assertThat(ids("MATCH (u:User) CALL { WITH u SET u.x = 1 }")).containsExactly("DBM-C161");
        assertThat(ids("MATCH (u:User) CALL (u) { MATCH (u)-[r:OLD]->() DELETE r }"))
                .containsExactly("DBM-C161");
    }

    @Test
    void whatIsGraveIsAnErrorAndWhatMayBeMeantAWarning() {
        assertThat(messages("MATCH (u:User) SET u.x = 1"))
                .extracting(TestCompiler.Message::kind)
                .containsExactly(Kind.ERROR);
        assertThat(messages("MATCH (a:A), (b:B) RETURN a, b"))
                .extracting(message -> message.kind() + " " + message.text())
                .containsExactly(
                        "WARNING [DBM-C165] nothing joins (a:A) and (b:B), so each of the one is combined with each of the"
                                + " other. Write a relationship between them, or a WHERE that compares them (at Subject.java:13:14)");
        assertThat(text("MERGE (p:FeederPlan {code: 1, at: 2})"))
                .isEqualTo(
                        "[DBM-C164] no migration of this module creates a uniqueness constraint for MERGE on :FeederPlan(at,"
                                + " code): two clients at once make two nodes, and each MERGE reads every :FeederPlan. Write CREATE"
                                + " CONSTRAINT feeder_plan_at_code_unique IF NOT EXISTS FOR (n:FeederPlan) REQUIRE (n.at, n.code) IS UNIQUE"
                                + " before it");
        assertThat(text("CREATE RANGE INDEX FOR (u:User) ON (u.first, u.last)"))
                .endsWith("Write CREATE RANGE INDEX user_first_last IF NOT EXISTS FOR (u:User) ON (u.first, u.last)");
        assertThat(text("CREATE CONSTRAINT FOR (u:User) REQUIRE u.email IS UNIQUE"))
                .endsWith(
                        "Write CREATE CONSTRAINT user_email_unique IF NOT EXISTS FOR (u:User) REQUIRE u.email IS UNIQUE");
        assertThat(text("CREATE FULLTEXT INDEX texts FOR (n:A|B) ON EACH [n.t]"))
                .endsWith("Write CREATE FULLTEXT INDEX texts IF NOT EXISTS FOR (n:A|B) ON EACH [n.t]");
    }

    @Test
    void aWaiverAndALevelReachEveryFinding() {
        String text = "    db.run(\"MATCH (u:User) SET u.x = 1\");\n";
        TestCompiler.Module waived = add(module(), "Subject", "", up(text), "");
        String source =
                TestCompiler.Module.contents(waived.source(""), "Subject.java").get("com/acme/Subject.java");
        waived.write(
                "com/acme/Subject.java",
                source.replace(
                        "@Migration(", "@AllowUnsafe(rule = \"DBM-C161\", reason = \"three users\")\n@Migration("));

        assertThat(TestCompiler.JAVAC.compile(waived).ours()).isEmpty();
        assertThat(TestCompiler.JAVAC
                        .compile(add(module(), "Subject", "", up(text), ""), "-Adbmigrate.rules=DBM-C161=warning")
                        .ours())
                .extracting(TestCompiler.Message::kind)
                .containsExactly(Kind.WARNING);
    }
}
