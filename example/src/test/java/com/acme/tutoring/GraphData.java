package com.acme.tutoring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.runtime.TargetConfig;
import java.util.List;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;

/** A user with many conversations, and a prerequisite that a teacher drew by hand. */
final class GraphData implements StoreData {

    private static final long CONVERSATIONS = 400;

    private final Driver driver;

    GraphData(TargetConfig target) {
        driver = GraphDatabase.driver(
                target.url(), AuthTokens.basic(target.user(), target.password().reveal()));
    }

    @Override
    public void write() {
        run("CREATE (:User {member_no: 4, last_login: datetime('2025-03-01T08:00:00Z')})");
        run("MATCH (u:User {member_no: 4}) UNWIND range(1, " + CONVERSATIONS + ") AS n"
                + " CREATE (u)-[:HAS_CONVERSATION {created_at: datetime({epochSeconds: 1700000000 + n})}]->"
                + "(:Conversation {id: 'omer-' + n})");
        run("MATCH (a:Concept {code: 'fractions'}), (b:Concept {code: 'equations'})"
                + " CREATE (a)-[:PREREQUISITE {drawn_by: 'teacher'}]->(b)");
    }

    @Override
    public void expectMigrated() {
        assertThat(values("MATCH (:User {member_no: 4})-[r:PARTICIPATED_IN {role: 'participant'}]->(c:Conversation)"
                        + " WHERE r.started_at = datetime({epochSeconds: 1700000000 + toInteger(substring(c.id, 5))})"
                        + " RETURN count(r)"))
                .containsExactly(CONVERSATIONS);
        assertThat(values("MATCH ()-[r]->() WHERE type(r) = 'HAS_CONVERSATION' RETURN count(r)"))
                .containsExactly(0L);
        assertThat(values("MATCH (c:Conversation) WHERE c.sentiment = 'neutral' AND c.complexity_score = 0.5"
                        + " RETURN count(c)"))
                .containsExactly(CONVERSATIONS + 3);
        assertThat(values("MATCH (u:User) WHERE u.activity_score = 0.0 AND u.language_preference = 'auto'"
                        + " AND u.last_login IS NOT NULL RETURN count(u)"))
                .containsExactly(4L);
        assertThat(values("MATCH (u:User {member_no: 4}) RETURN toString(u.last_login)"))
                .containsExactly("2025-03-01T08:00:00Z");
        assertThat(values("MATCH (a)-[r:PREREQUISITE]->(b) RETURN a.code + '>' + b.code AS pair ORDER BY pair"))
                .as("each pair once, the teacher's too")
                .containsExactly(
                        "decimals>equations",
                        "decimals>percentages",
                        "fractions>decimals",
                        "fractions>equations",
                        "fractions>percentages",
                        "percentages>equations");
        assertThat(values("SHOW INDEXES YIELD name, state WHERE name IN ['product_rating', 'feeder_rating']"
                        + " AND state = 'ONLINE' RETURN name ORDER BY name"))
                .containsExactly("feeder_rating", "product_rating");
        assertThat(values("MATCH (v:SchemaVersion {version: '2.0.0'}) RETURN count(v)"))
                .containsExactly(1L);
    }

    @Override
    public void expectOriginal() {
        assertThat(values("MATCH (:User {member_no: 4})-[r:HAS_CONVERSATION]->(c:Conversation)"
                        + " WHERE r.created_at = datetime({epochSeconds: 1700000000 + toInteger(substring(c.id, 5))})"
                        + " RETURN count(r)"))
                .containsExactly(CONVERSATIONS);
        assertThat(values("MATCH ()-[r]->() RETURN DISTINCT type(r) AS type ORDER BY type"))
                .contains("HAS_CONVERSATION", "PREREQUISITE")
                .doesNotContain("PARTICIPATED_IN");
        assertThat(values("MATCH ()-[r:PREREQUISITE]->() RETURN r.drawn_by")).containsExactly("teacher");
        assertThat(values("MATCH (u:User) UNWIND keys(u) AS key RETURN DISTINCT key ORDER BY key"))
                .containsExactly("last_login", "member_no");
        assertThat(values("MATCH (u:User) WHERE u.last_login IS NOT NULL RETURN u.member_no"))
                .containsExactly(4L);
        assertThat(values("MATCH (c:Conversation) UNWIND keys(c) AS key RETURN DISTINCT key"))
                .containsExactly("id");
        assertThat(values("SHOW INDEXES YIELD name WHERE name ENDS WITH '_rating' RETURN name"))
                .isEmpty();
    }

    private void run(String cypher) {
        driver.executableQuery(cypher).execute();
    }

    private List<Object> values(String cypher) {
        return driver.executableQuery(cypher).execute().records().stream()
                .map(row -> row.get(0).asObject())
                .toList();
    }

    @Override
    public void close() {
        driver.close();
    }
}
