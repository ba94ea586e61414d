package dev.dbmigrate.processor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Mistakes of real procedures, by the numbers under which they are known, and what stands around a statement. */
class CypherFaultsTest extends CypherTest {

    @Test
    void fault2AMapAsAProperty() {
        assertThat(messages("""
                // Add new properties to User nodes
                MATCH (u:User)
                WHERE u.last_login IS NULL
                SET u.last_login = datetime(),
                    u.preferences = {},
                    u.activity_score = 0.0;

                // Add new properties to Conversation nodes
                MATCH (c:Conversation)
                WHERE c.sentiment IS NULL
                SET c.sentiment = 'neutral',
                    c.complexity_score = 0.5;
                """))
                .extracting(TestCompiler.Message::text)
                .containsExactly(
                        "[DBM-C160] Neo4j cannot store a map in the property u.preferences, so the statement fails. Take"
                                + " it out and write a property for each value, or keep it as text: u.preferences = '{}' (at"
                                + " Subject.java:17:21)");
    }

    @Test
    void fault3WhereAfterSet() {
        assertThat(messages("""
                // Safe: Adding new properties
                MATCH (u:User)
                SET u.created_version = '1.2.0'
                WHERE u.created_version IS NULL;

                // Safe: Adding new labels
                MATCH (u:User {type: 'premium'})
                SET u:PremiumUser;
                """))
                .extracting(TestCompiler.Message::text)
                .containsExactly(
                        "[DBM-C151] WHERE cannot follow SET: it belongs to the MATCH or WITH that finds what is written."
                                + " Write MATCH (u:User) WHERE u.created_version IS NULL SET u.created_version = '1.2.0' (at"
                                + " Subject.java:16:1)");
    }

    @Test
    void fault4CommentsOfSql() {
        assertThat(messages("""
                -- Schema version tracking
                CREATE CONSTRAINT schema_version_unique IF NOT EXISTS
                FOR (v:SchemaVersion) REQUIRE v.version IS UNIQUE;

                -- Track schema changes
                CREATE (v:SchemaVersion {
                  version: "1.2.0",
                  applied_at: datetime(),
                  description: "Add prerequisite relationships"
                });
                """))
                .extracting(TestCompiler.Message::text)
                .satisfiesExactly(
                        comment -> assertThat(comment)
                                .startsWith("[DBM-C152] -- begins no comment in Cypher")
                                .endsWith("Write // Schema version tracking (at Subject.java:13:1)"),
                        node -> assertThat(node)
                                .startsWith("[DBM-C169] dbmigrate writes :SchemaVersion itself")
                                .endsWith("write version = \"…\" in @Migration (at Subject.java:18:8)"));
    }

    @Test
    void fault14DoubledAndDeletedRelationships() {
        assertThat(compile("Subject", "", up("""
                            db.run(\"""
                                MATCH (prereq:Concept), (target:Concept)
                                WHERE prereq.subject = target.subject
                                AND prereq.difficulty < target.difficulty
                                AND prereq.grade <= target.grade
                                CREATE (prereq)-[:PREREQUISITE]->(target)
                                \""");
                            """), down(run("MATCH ()-[r:PREREQUISITE]->() DELETE r"))))
                .extracting(TestCompiler.Message::text)
                .satisfiesExactly(
                        create -> assertThat(create)
                                .startsWith("[DBM-C166] CREATE makes (prereq)-[:PREREQUISITE]->(target) again")
                                .contains("Write MERGE (prereq)-[:PREREQUISITE]->(target) (at Subject.java:17:"),
                        delete -> assertThat(delete)
                                .startsWith(
                                        "[DBM-C161] this changes every relationship :PREREQUISITE in one transaction")
                                .contains("MATCH ()-[r:PREREQUISITE]->() CALL { WITH r DELETE r } IN TRANSACTIONS"));
    }

    @Test
    void fault18VersionNodesBeforeTheirConstraint() {
        assertThat(ids("MERGE (v:SchemaVersion {version: '1.2.0'})\n"
                        + "ON CREATE SET v.applied_at = datetime(), v.description = 'Added user preferences'"))
                .containsExactly("DBM-C169");
        assertThat(
                        ids(
                                "MERGE (v:AppVersion {version: '1.2.0'});\n"
                                        + "CREATE CONSTRAINT app_version IF NOT EXISTS FOR (v:AppVersion) REQUIRE v.version IS UNIQUE;"))
                .containsExactly("DBM-C163");
        assertThat(ids("CREATE CONSTRAINT app_version IF NOT EXISTS FOR (v:AppVersion) REQUIRE v.version IS UNIQUE;\n"
                        + "MERGE (v:AppVersion {version: '1.2.0'});"))
                .isEmpty();
    }

    @Test
    void aConstraintOfAnotherMigrationOrAnUnknownTextMakesMergeSilent() {
        String merge = run("MERGE (p:Plan {code: 'free'})");
        String constraint = run("CREATE CONSTRAINT plan IF NOT EXISTS FOR (p:Plan) REQUIRE p.code IS NODE KEY");
        assertThat(ids(compile("Alone", "", up(merge), ""))).containsExactly("DBM-C164");
        assertThat(ids(compile("Alone", "", up(merge), down(constraint)))).containsExactly("DBM-C164");
        assertThat(ids(compile("Alone", "", up("    db.run(System.lineSeparator());\n" + merge), "")))
                .isEmpty();
        assertThat(ids(compile("Alone", "", up(""), down(merge)))).isEmpty();
        TestCompiler.Module both = add(module(), "Alone", "", up(merge), "");
        assertThat(ids(TestCompiler.JAVAC
                        .compile(add(both, "Other", "", up(constraint), ""))
                        .ours()))
                .isEmpty();
    }

    @Test
    void downMayDeleteWhatUpNamesOneByOneAndNothingElse() {
        String create = up(run("CREATE (:Plan {code: 'a'}), (:Plan {code: 'b'})"));
        assertThat(ids(compile("Subject", "", create, down(run("MATCH (p:Plan) DETACH DELETE p")))))
                .isEmpty();
        assertThat(ids(compile("Subject", "", create, down(run("MATCH (p:Tariff) DETACH DELETE p")))))
                .containsExactly("DBM-C162");
        assertThat(ids(compile("Subject", "", create, down(run("MATCH (n) DETACH DELETE n")))))
                .containsExactly("DBM-C162");
        assertThat(ids(compile(
                        "Subject", "", create, down(run("MATCH (p:Tariff) CALL { WITH p DELETE p } IN TRANSACTIONS")))))
                .containsExactly("DBM-C162");
        assertThat(ids(compile("Subject", "", create, down(run("MATCH (p:Tariff {code: 'a'}) DETACH DELETE p")))))
                .isEmpty();
        String many = up(run("MATCH (u:User) CREATE (u)-[:ON {since: 1}]->(:Plan)"));
        assertThat(ids(compile("Subject", "", many, down(run("MATCH (p:Plan) DETACH DELETE p")))))
                .containsExactly("DBM-C161");
        assertThat(ids(compile(
                        "Subject",
                        "",
                        up("    db.run(System.lineSeparator());\n"),
                        down(run("MATCH (p:Plan) DELETE p")))))
                .containsExactly("DBM-C161");
    }

    @Test
    void createIsDoubledWhereItMayBeRunAgain() {
        String node = run("CREATE (:Plan {code: 'a'})");
        String step = "    db.idempotentStep(\"plans\", () -> db.run(\"CREATE (:Plan {code: 'a'})\"));\n";
        assertThat(ids(compile("Subject", "", up(node), ""))).isEmpty();
        assertThat(ids(compile("Subject", ", transactional = false", up(node), "")))
                .containsExactly("DBM-C166");
        assertThat(ids(compile("Subject", "", up(step), ""))).containsExactly("DBM-C166");
        assertThat(ids(compile(
                        "Subject",
                        ", transactional = false",
                        up(run("CREATE CONSTRAINT plan IF NOT EXISTS FOR (p:Plan) REQUIRE p.code IS UNIQUE") + node),
                        "")))
                .isEmpty();
        assertThat(ids("MATCH (a:A {id: 1}), (b:B {id: 2}) CREATE (a)-[:RATED {at: datetime()}]->(b)"))
                .isEmpty();
        assertThat(ids("MATCH (a:A {id: 1}), (b:B {id: 2}) CREATE (a)-[:HAS]->(b)"))
                .containsExactly("DBM-C166");
        assertThat(ids("MATCH (a:A)-[:KNOWS]->(b) WHERE NOT EXISTS { (a)-[:LIKES]->(b) } CREATE (a)-[:LIKES]->(b)"))
                .isEmpty();
        assertThat(ids("MATCH (a:A)-[o:OLD]->(b:B {id: 1}) CREATE (a)-[:NEW]->(b) DELETE o"))
                .isEmpty();
    }

    @Test
    void onlyTheDriverRefusesSeveralStatements() {
        String two = "\"CREATE (:Plan {code: 'a'}); CREATE (:Plan {code: 'b'});\"";
        assertThat(ids(compile("Subject", "", up("    db.run(" + two + ");\n"), "")))
                .isEmpty();
        assertThat(ids(compile("Subject", "", up("    db.driver().session().run(" + two + ");\n"), "")))
                .containsExactly("DBM-C155");
        assertThat(ids(compile(
                        "Subject",
                        "",
                        up("    var session = db.driver().session();\n    session.run(" + two + ");\n"),
                        "")))
                .containsExactly("DBM-C155");
        assertThat(ids(compile(
                        "Subject",
                        "",
                        up("    db.driver().session().executeWrite(tx -> { tx.run(" + two + "); });\n"),
                        "")))
                .containsExactly("DBM-C155");
        assertThat(ids(compile(
                        "Subject", "", up("    db.driver().session().run(\"CREATE (:Plan {code: 'a'});\");\n"), "")))
                .isEmpty();
    }

    @Test
    void aMethodOfTheSameNameElsewhereSendsNoCypher() {
        assertThat(ids(compile(
                        "Subject",
                        "",
                        up("    Shell shell = new Shell();\n    shell.run(\"ls -- la\");\n")
                                + "  static final class Shell { void run(String command) {} }\n",
                        "")))
                .isEmpty();
    }

    @Test
    void newerCypherIsNotJudged() {
        assertThat(ids("MATCH (n:User) LET x = n.age RETURN x")).isEmpty();
        assertThat(ids("MATCH (n:User) FILTER n.age > 3 RETURN n")).isEmpty();
        assertThat(ids("CYPHER 25 WHEN true THEN RETURN 1 ELSE RETURN 2")).isEmpty();
        assertThat(ids("CYPHER 5 MATC (n) RETURN n")).containsExactly("DBM-C150");
        assertThat(ids("EXPLAIN MATC (n) RETURN n")).containsExactly("DBM-C150");
    }

    @Test
    void emptyTextsAreSilent() {
        assertThat(ids("")).isEmpty();
        assertThat(ids("// nothing\n;;\n")).isEmpty();
    }
}
