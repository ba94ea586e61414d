package dev.dbmigrate.neo4j.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.neo4j.internal.CypherStatement.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a text is split and what its statements are. */
class CypherTextTest {

    @Test
    void semicolonsInStringsNamesAndCommentsDoNotSplit() {
        String text = """
                // first; really
                CREATE (a:A {text: 'x;\\'y', other: "z;"});
                /* between; */
                MATCH (b:`odd;``label`) RETURN b; // last;
                ;
                """;

        assertThat(CypherText.split(text))
                .extracting(CypherStatement::text, CypherStatement::line)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("CREATE (a:A {text: 'x;\\'y', other: \"z;\"})", 2),
                        org.assertj.core.groups.Tuple.tuple("MATCH (b:`odd;``label`) RETURN b", 4));
    }

    @Test
    void theLongTextsOfTwoStatementsStayApart() {
        String same = "MATCH (n:AVeryLongLabelThatSaysVeryMuchAboutItsNodes) WHERE n.name = 'somebody' SET n.x = ";
        CypherStatement one = CypherText.split(same + "1").get(0);
        CypherStatement two = CypherText.split(same + "2").get(0);

        assertThat(one.label()).isNotEqualTo(two.label()).hasSizeLessThan(100);
    }

    @ParameterizedTest
    @CsvSource(
            delimiterString = "=>",
            value = {
                "CREATE INDEX a IF NOT EXISTS FOR (p:P) ON (p.r) => SCHEMA",
                "create or replace text index for (p:P) on (p.r) => SCHEMA",
                "CREATE FULLTEXT INDEX f FOR (n:A|B) ON EACH [n.x] => SCHEMA",
                "CREATE VECTOR INDEX v FOR (n:A) ON n.e => SCHEMA",
                "CYPHER 5 CREATE CONSTRAINT c FOR (n:A) REQUIRE n.x IS UNIQUE => SCHEMA",
                "DROP CONSTRAINT c IF EXISTS => SCHEMA",
                "DROP INDEX c => SCHEMA",
                "CREATE (n:Index {constraint: 1}) => DATA",
                "MERGE (n:A) => DATA",
                "MATCH (n) SET n:B => DATA",
                "MATCH (n) DETACH DELETE n => DATA",
                "PROFILE CREATE (n) => DATA",
                "CYPHER runtime=slotted MATCH (n) REMOVE n.x => DATA",
                "CALL apoc.refactor.rename.label('A', 'B') => DATA",
                "LOAD CSV FROM 'x' AS row CREATE (n) => DATA",
                "MATCH (n:Set {create: 1}) WHERE n.delete = $merge RETURN n => READ",
                "MATCH (a)-[:SET]->(b) RETURN 'CREATE (x)' => READ",
                "MATCH (n) CALL { WITH n RETURN 1 AS x } RETURN x => READ",
                "SHOW INDEXES => READ",
                "EXPLAIN CREATE (n) => READ",
                "CALL db.labels() YIELD label RETURN label => READ",
                "CALL db.index.fulltext.queryNodes('f', 'x') YIELD node RETURN node => READ",
                "CALL db.create.setNodeVectorProperty(n, 'e', [1.0]) => DATA",
                "MATCH (n) CALL { WITH n SET n.x = 1 } IN TRANSACTIONS OF 10 ROWS => AUTO_COMMIT",
                "MATCH (n) CALL (n) { SET n.x = 1 } IN 4 CONCURRENT TRANSACTIONS => AUTO_COMMIT",
                "USING PERIODIC COMMIT 10 LOAD CSV FROM 'x' AS row CREATE (n) => AUTO_COMMIT",
                "CALL apoc.periodic.iterate('MATCH (n) RETURN n', 'SET n.x = 1', {}) => AUTO_COMMIT",
                "CREATE USER jo SET PASSWORD 'x' => AUTO_COMMIT",
                "GRANT ROLE reader TO jo => AUTO_COMMIT",
            },
            quoteCharacter = '~')
    void eachStatementIsOfItsKind(String cypher, Kind kind) {
        assertThat(CypherText.split(cypher))
                .singleElement()
                .extracting(CypherStatement::kind)
                .isEqualTo(kind);
    }

    @ParameterizedTest
    @CsvSource({
        "CREATE INDEX product_rating IF NOT EXISTS FOR (p:P) ON (p.r), product_rating, false",
        "CREATE INDEX FOR (p:P) ON (p.r), , false",
        "CREATE INDEX IF NOT EXISTS FOR (p:P) ON (p.r), , false",
        "CREATE OR REPLACE RANGE INDEX `a b` FOR (p:P) ON (p.r), a b, false",
        "drop constraint c if exists, c, true",
    })
    void theNameOfASchemaStatementIsFound(String cypher, String name, boolean drops) {
        SchemaStatement statement = SchemaStatement.of(cypher);

        assertThat(statement.name()).isEqualTo(name);
        assertThat(statement.drops()).isEqualTo(drops);
    }
}
