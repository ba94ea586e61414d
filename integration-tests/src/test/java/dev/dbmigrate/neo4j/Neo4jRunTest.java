package dev.dbmigrate.neo4j;

import static dev.dbmigrate.neo4j.Neo4jFixture.lease;
import static dev.dbmigrate.neo4j.Neo4jFixture.part;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.dbmigrate.runtime.spi.Lease;
import dev.dbmigrate.runtime.spi.LeaseLostException;
import dev.dbmigrate.runtime.spi.Marker;
import dev.dbmigrate.runtime.spi.PartFailedException;
import dev.dbmigrate.runtime.spi.PartFailedException.Effect;
import dev.dbmigrate.runtime.spi.PartOutcome;
import dev.dbmigrate.runtime.spi.StepRecord;
import dev.dbmigrate.runtime.spi.Target;
import dev.dbmigrate.runtime.spi.VersionChange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.neo4j.driver.Session;

/** Migrations on a real server, with and without accidents. */
class Neo4jRunTest {

    private Neo4jFixture neo4j;
    private Target target;
    private Lease lease;

    @BeforeEach
    void open() {
        neo4j = new Neo4jFixture();
        target = neo4j.target();
        lease = lease(1);
        target.claim(lease);
    }

    @AfterEach
    void close() {
        neo4j.close();
    }

    private PartFailedException failureOf(Neo4jMigration migration) {
        return failureOf(part(lease, migration));
    }

    private PartFailedException failureOf(Neo4jFixture.PartBuilder part) {
        return catchThrowableOfType(PartFailedException.class, () -> target.run(part.build()));
    }

    private Marker marker() {
        return target.read().markers().get("001_test");
    }

    @Test
    void dataAloneIsOneTransactionWithItsMarkerAndItsVersion() {
        neo4j.ask("CREATE (:User {type: 'premium'}), (:User {type: 'free'})");
        VersionChange version = new VersionChange(
                List.of(new VersionChange.Reached("1.2.0", "Premium users", false)), List.of(), "1.2.0");
        List<Long> seenFromOutside = new ArrayList<>();

        PartOutcome outcome = target.run(part(lease, db -> {
                    db.run("MATCH (u:User {type: 'premium'}) SET u:PremiumUser");
                    db.run(
                            "MATCH (u:User) WHERE u.created_version IS NULL SET u.created_version = $v",
                            Map.of("v", "1.2.0"));
                    seenFromOutside.add(neo4j.count("(u:PremiumUser)"));
                })
                .version(version)
                .build());

        assertThat(outcome).isEqualTo(PartOutcome.MARKED_ON_TARGET);
        assertThat(seenFromOutside).containsExactly(0L);
        assertThat(neo4j.count("(u:PremiumUser {created_version: '1.2.0'})")).isEqualTo(1);
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
        assertThat(marker().checksum()).isEqualTo("v1:abc");
        assertThat(target.read().schemaVersion()).isEqualTo("1.2.0");
        assertThat(
                        neo4j.count(
                                "(v:SchemaVersion {version: '1.2.0', description: 'Premium users'}) WHERE v.applied_at IS NOT NULL"))
                .isEqualTo(1);
    }

    @Test
    void dataThatFailsLeavesNothing() {
        PartFailedException failure = failureOf(db -> {
            db.run("CREATE (:Left {n: 1})");
            db.run("MATCH (l:Left) SET l.n = 1 / 0");
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("/ by zero").hasMessageContaining("statement 1 of 1");
        assertThat(neo4j.count("(l:Left)")).isZero();
        assertThat(marker()).isNull();
    }

    @Test
    void aFailedStatementCannotBeCaughtAway() {
        PartFailedException failure = failureOf(db -> {
            db.run("CREATE (:Left {n: 1})");
            try {
                db.run("RETURN 1 / 0");
            } catch (RuntimeException e) {
                db.log().info("never mind");
            }
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("catching the exception does not bring it back");
        assertThat(neo4j.count("(l:Left)")).isZero();
    }

    @Test
    void schemaAndDataStandInOneMigrationAndOneText() {
        neo4j.ask("CREATE (:PowerSource {name: 'a'})");

        target.run(part(lease, db -> db.run("""
                                // Add rating property index for products
                                MATCH (p:PowerSource) SET p.rating = 3;
                                CREATE INDEX product_rating IF NOT EXISTS
                                FOR (p:PowerSource) ON (p.rating);

                                CREATE INDEX feeder_rating IF NOT EXISTS
                                FOR (f:Feeder) ON (f.rating);
                                CREATE (:Feeder {rating: 5});

                                // Verify
                                SHOW INDEXES;
                                """)).build());

        assertThat(neo4j.indexes()).containsExactly("feeder_rating", "product_rating");
        assertThat(neo4j.count("(p:PowerSource {rating: 3}), (f:Feeder {rating: 5})"))
                .isEqualTo(1);
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
        assertThat(marker().steps()).isEmpty();
    }

    @Test
    void aFailureInTheMiddleIsResumedWhereItHappened() {
        PartFailedException failure = failureOf(db -> {
            db.run("CREATE (:A {n: 1})");
            db.run("CREATE INDEX a_n FOR (a:A) ON (a.n)");
            db.run("CREATE (:B {n: 1})");
            db.run("CREATE (:B {n: 1 / 0})");
        });

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(neo4j.count("(b:B)")).isZero();
        assertThat(marker().state()).isEqualTo(Marker.State.RUNNING_UP);
        assertThat(marker().steps())
                .extracting(StepRecord::state)
                .containsExactly(StepRecord.State.DONE, StepRecord.State.DONE);

        List<Long> read = new ArrayList<>();
        target.run(part(lease, db -> {
                    db.run("CREATE (:A {n: 1})");
                    db.run("CREATE INDEX a_n FOR (a:A) ON (a.n)");
                    db.run("CREATE (:B {n: 1})");
                    db.run("CREATE (:B {n: 2})");
                    read.add(db.run("MATCH (b:B) RETURN count(b) AS n")
                            .get(0)
                            .get("n")
                            .asLong());
                })
                .unfinished(marker())
                .build());

        assertThat(read).containsExactly(2L);
        assertThat(neo4j.count("(a:A)")).isEqualTo(1);
        assertThat(neo4j.count("(b:B)")).isEqualTo(2);
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void aSchemaStatementThatFailsCanBeMendedAndGoesOn() {
        neo4j.ask("CREATE (:User {mail: 'a'}), (:User {mail: 'a'})");
        PartFailedException failure = failureOf(db -> {
            db.run("CREATE (:Before)");
            db.run("CREATE CONSTRAINT user_mail FOR (u:User) REQUIRE u.mail IS UNIQUE");
        });

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(neo4j.indexes()).isEmpty();
        assertThat(marker().steps()).hasSize(1);

        target.run(part(lease, db -> {
                    db.run("CREATE (:Before)");
                    db.run("MATCH (u:User) WITH collect(u) AS all UNWIND all[1..] AS u DELETE u");
                    db.run("CREATE CONSTRAINT user_mail FOR (u:User) REQUIRE u.mail IS UNIQUE");
                })
                .unfinished(marker())
                .build());

        assertThat(neo4j.count("(b:Before)")).isEqualTo(1);
        assertThat(neo4j.indexes()).containsExactly("user_mail");
    }

    @ParameterizedTest
    @CsvSource({"true", "false"})
    void anInterruptedSchemaStatementIsReadBack(boolean itStands) {
        String create = "CREATE INDEX a_n FOR (a:A) ON (a.n)";
        if (itStands) {
            neo4j.ask(create);
        }
        Marker interrupted = new Marker(
                "001_test",
                Marker.State.RUNNING_UP,
                "v1:abc",
                1,
                List.of(new StepRecord(0, create, StepRecord.State.RUNNING)));

        target.run(part(lease, db -> {
                    db.run(create);
                    db.run("CREATE (:A {n: 1})");
                })
                .unfinished(interrupted)
                .build());

        assertThat(neo4j.indexes()).containsExactly("a_n");
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void anInterruptedDropIsReadBack() {
        Marker interrupted = new Marker(
                "001_test",
                Marker.State.RUNNING_DOWN,
                "v1:abc",
                1,
                List.of(new StepRecord(0, "DROP INDEX a_n", StepRecord.State.RUNNING)));

        target.run(part(lease, new Reversible(db -> {}, db -> db.run("DROP INDEX a_n")))
                .down()
                .unfinished(interrupted)
                .build());

        assertThat(marker()).isNull();
    }

    @Test
    void anIndexThatExistsAlreadyIsAnErrorTheFirstTime() {
        neo4j.ask("CREATE INDEX a_n FOR (a:A) ON (a.n)");

        PartFailedException failure = failureOf(db -> db.run("CREATE INDEX a_n FOR (a:A) ON (a.n)"));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("already exists");
        assertThat(marker()).isNull();
    }

    @Test
    void anInterruptedStepIsInDoubtUnlessItMayBeRepeated() {
        Marker interrupted = new Marker(
                "001_test",
                Marker.State.RUNNING_UP,
                "v1:abc",
                1,
                List.of(new StepRecord(0, "copy", StepRecord.State.RUNNING)));

        PartFailedException failure = failureOf(part(lease, db -> db.step("copy", () -> db.run("MERGE (:C)")))
                .unfinished(interrupted));
        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(neo4j.count("(c:C)")).isZero();

        target.run(part(lease, db -> db.idempotentStep("copy", () -> db.run("MERGE (:C)")))
                .unfinished(interrupted)
                .build());
        assertThat(neo4j.count("(c:C)")).isEqualTo(1);
    }

    @Test
    void aStepThatFailsWithinItsTransactionLeavesNothing() {
        PartFailedException failure = failureOf(db -> {
            db.step("first", () -> db.run("CREATE (:S {n: 1})"));
            db.step("second", () -> {
                db.run("CREATE (:S {n: 2})");
                throw new java.io.IOException("the file is gone");
            });
        });

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(failure).hasMessageContaining("the file is gone");
        assertThat(neo4j.count("(s:S)")).isEqualTo(1);
        assertThat(marker().steps()).containsExactly(new StepRecord(0, "first", StepRecord.State.DONE));
    }

    @Test
    void largeRewritesCommitByThemselves() {
        neo4j.ask("UNWIND range(1, 250) AS n CREATE (:Row {n: n})");

        target.run(part(
                        lease,
                        db -> db.run("MATCH (r:Row) CALL { WITH r SET r.twice = r.n * 2 } IN TRANSACTIONS OF 100 ROWS"))
                .build());

        assertThat(neo4j.count("(r:Row) WHERE r.twice = 2 * r.n")).isEqualTo(250);
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void aLargeRewriteThatFailsHalfWayIsInDoubtUnlessItMayBeRepeated() {
        neo4j.ask("UNWIND range(0, 249) AS n CREATE (:Row {n: 249 - n})");
        String rewrite =
                "MATCH (r:Row) WITH r ORDER BY r.n DESC CALL { WITH r SET r.part = 10 / r.n } IN TRANSACTIONS OF 100 ROWS";

        PartFailedException once = failureOf(db -> db.run(rewrite));
        assertThat(once.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(marker().steps())
                .singleElement()
                .satisfies(step -> assertThat(step.state()).isEqualTo(StepRecord.State.RUNNING));

        target.settle(lease, "001_test", null, VersionChange.NONE);
        PartFailedException repeatable = failureOf(db -> db.idempotentStep("rewrite", () -> db.run(rewrite)));
        assertThat(repeatable.effect()).isEqualTo(Effect.STEPS_DONE);
    }

    @Test
    void aLargeRewriteWithAMistakeInItChangesNothing() {
        PartFailedException failure =
                failureOf(db -> db.run("MATCH (r:Row) CALL { WITH r SET r.x = } IN TRANSACTIONS"));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(marker()).isNull();
    }

    @Test
    void eachStatementStandsByItselfWhereNoTransactionIsWanted() {
        PartFailedException failure = failureOf(part(lease, db -> {
                    db.run("CREATE (:N {n: 1})");
                    db.run("CREATE (:N {n: 2})");
                    db.run("CREATE (:N {n: 1 / 0})");
                })
                .notTransactional());

        assertThat(failure.effect()).isEqualTo(Effect.STEPS_DONE);
        assertThat(neo4j.count("(n:N)")).isEqualTo(2);
        assertThat(marker().steps()).hasSize(2);
    }

    @Test
    void whatIsDoneThroughTheDriverIsOutsideTheJournal() {
        PartFailedException failure = failureOf(db -> {
            try (Session session = db.driver().session()) {
                session.run("CREATE (:Outside)").consume();
            }
            throw new IllegalStateException("too late");
        });

        assertThat(failure.effect()).isEqualTo(Effect.IN_DOUBT);
        assertThat(marker().state()).isEqualTo(Marker.State.RUNNING_UP);
        assertThat(failureOf(part(lease, db -> {}).unfinished(marker())).effect())
                .isEqualTo(Effect.IN_DOUBT);

        target.settle(lease, "001_test", null, VersionChange.NONE);
        target.run(part(
                        lease,
                        db -> db.idempotentStep("by driver", () -> {
                            try (Session session = db.driver().session()) {
                                session.run("MERGE (:Outside)").consume();
                            }
                        }))
                .build());
        assertThat(marker().state()).isEqualTo(Marker.State.APPLIED);
    }

    @Test
    void verifySeesWhatWasDoneAndTakesItBack() {
        PartFailedException failure = failureOf(new Neo4jMigration() {
            @Override
            public void up(Neo4jContext db) {
                db.run("CREATE (:V)");
            }

            @Override
            public void verify(Neo4jContext db) {
                long count = db.run("MATCH (v:V) RETURN count(v) AS n")
                        .get(0)
                        .get("n")
                        .asLong();
                throw new IllegalStateException("there is " + count + " and there must be none");
            }
        });

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessage("verify failed: there is 1 and there must be none");
        assertThat(failure.getCause()).hasMessageContaining("DBM-R033");
        assertThat(neo4j.count("(v:V)")).isZero();
    }

    @Test
    void prerequisitesAreMadeOnceAndOnlyThoseAreTakenBack() {
        neo4j.ask("CREATE (:Concept {name: 'a', subject: 's', difficulty: 1, grade: 1}),"
                + " (:Concept {name: 'b', subject: 's', difficulty: 2, grade: 1}),"
                + " (x:Concept {name: 'x', subject: 'p'})-[:PREREQUISITE]->(:Concept {name: 'y', subject: 'q'})");
        Reversible migration = new Reversible(
                db -> db.run("""
                        MATCH (prereq:Concept), (target:Concept)
                        WHERE prereq.subject = target.subject
                          AND prereq.difficulty < target.difficulty AND prereq.grade <= target.grade
                        MERGE (prereq)-[r:PREREQUISITE]->(target)
                        ON CREATE SET r.created_by = '001_test'
                        """), db -> db.run("MATCH ()-[r:PREREQUISITE {created_by: '001_test'}]->() DELETE r"));

        target.run(part(lease, migration).build());
        assertThat(neo4j.count("()-[r:PREREQUISITE]->()")).isEqualTo(2);

        target.run(part(lease, migration).down().build());
        assertThat(neo4j.count("()-[r:PREREQUISITE]->()")).isEqualTo(1);
        assertThat(marker()).isNull();
    }

    @Test
    void relationshipsAreRestructured() {
        neo4j.ask("CREATE (:User)-[:HAS_CONVERSATION {created_at: 7}]->(:Conversation)");

        target.run(part(lease, db -> db.run("""
                                MATCH (u:User)-[r:HAS_CONVERSATION]->(c:Conversation)
                                CREATE (u)-[:PARTICIPATED_IN {role: 'participant', started_at: r.created_at}]->(c)
                                DELETE r
                                """)).build());

        assertThat(neo4j.count("(:User)-[:PARTICIPATED_IN {started_at: 7}]->(:Conversation)"))
                .isEqualTo(1);
        assertThat(neo4j.count("()-[:HAS_CONVERSATION]->()")).isZero();
    }

    @Test
    void fulltextVectorAndTextIndexesAreUsableAtOnce() {
        neo4j.ask("CREATE (:Article {title: 'Graphs', body: 'migrating graphs'})");
        List<Long> found = new ArrayList<>();

        target.run(part(lease, db -> {
                    db.run("CREATE FULLTEXT INDEX article_text FOR (a:Article) ON EACH [a.title, a.body]");
                    db.run("""
                            CREATE VECTOR INDEX article_vector FOR (a:Article) ON a.embedding
                            OPTIONS {indexConfig: {`vector.dimensions`: 3, `vector.similarity_function`: 'cosine'}}
                            """);
                    db.run("CREATE TEXT INDEX article_title FOR (a:Article) ON (a.title)");
                    db.run("CREATE POINT INDEX article_place FOR (a:Article) ON (a.place)");
                    found.add(db.run(
                                    "CALL db.index.fulltext.queryNodes('article_text', 'migrating') YIELD node RETURN count(node) AS n")
                            .get(0)
                            .get("n")
                            .asLong());
                })
                .build());

        assertThat(found).containsExactly(1L);
        assertThat(neo4j.indexes()).containsExactly("article_place", "article_text", "article_title", "article_vector");
    }

    @Test
    void whatOnlyTheEnterpriseEditionHasIsSaid() {
        PartFailedException failure =
                failureOf(db -> db.run("CREATE CONSTRAINT key FOR (u:User) REQUIRE u.id IS NODE KEY"));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("Community Edition: it has uniqueness constraints");
    }

    @Test
    void sqlCommentsAreNamedAsTheMistakeTheyAre() {
        PartFailedException failure = failureOf(db -> db.run("""
                CREATE (:Fine);
                -- Schema version tracking
                CREATE CONSTRAINT v IF NOT EXISTS FOR (v:SchemaVersion) REQUIRE v.version IS UNIQUE;
                """));

        assertThat(failure)
                .hasMessageContaining("statement 2 of 2, line 2, column 1")
                .hasMessageContaining("hint: a comment in Cypher begins with //, not with --");
        assertThat(neo4j.count("(f:Fine)")).isZero();
    }

    @Test
    void whereAfterSetIsNamedAsTheMistakeItIs() {
        PartFailedException failure = failureOf(
                db -> db.run("MATCH (u:User)\nSET u.created_version = '1.2.0'\nWHERE u.created_version IS NULL"));

        assertThat(failure)
                .hasMessageContaining("line 3, column 1")
                .hasMessageContaining("hint: WHERE belongs to MATCH");
    }

    @Test
    void aMapIsNotAProperty() {
        neo4j.ask("CREATE (:User)");

        PartFailedException failure =
                failureOf(db -> db.run("MATCH (u:User) SET u.last_login = datetime(), u.preferences = {}"));

        assertThat(failure.effect()).isEqualTo(Effect.NONE);
        assertThat(failure).hasMessageContaining("hint: Neo4j cannot store a map as a property");
    }

    @Test
    void aFencedRunnerChangesNothing() {
        Target newer = neo4j.target();
        newer.claim(lease(2));

        LeaseLostException lost = catchThrowableOfType(
                LeaseLostException.class,
                () -> target.run(part(lease, db -> db.run("CREATE (:Late)")).build()));
        LeaseLostException lostInSchema = catchThrowableOfType(
                LeaseLostException.class,
                () -> target.run(part(lease, db -> db.run("CREATE INDEX late FOR (l:Late) ON (l.n)"))
                        .build()));

        assertThat(lost).hasMessageContaining("token 1");
        assertThat(lostInSchema).isNotNull();
        assertThat(neo4j.count("(l:Late)")).isZero();
        assertThat(neo4j.indexes()).isEmpty();
    }

    @Test
    void aTakeOverEndsTheTransactionOfTheOlderOwner() {
        Throwable failure = catchThrowableOfType(
                RuntimeException.class,
                () -> target.run(part(lease, db -> {
                            db.run("CREATE (:Late)");
                            neo4j.target().claim(lease(2));
                            db.run("CREATE (:Later)");
                        })
                        .build()));

        assertThat(failure).isInstanceOf(LeaseLostException.class);
        assertThat(neo4j.count("(l:Late)")).isZero();
        assertThat(neo4j.count("(l:Later)")).isZero();
        assertThat(neo4j.target().read().token()).isEqualTo(2);
    }

    /** A migration with both ways. */
    private record Reversible(Body forth, Body back) implements Neo4jMigration {

        interface Body {
            void run(Neo4jContext db) throws Exception;
        }

        @Override
        public void up(Neo4jContext db) throws Exception {
            forth.run(db);
        }

        @Override
        public void down(Neo4jContext db) throws Exception {
            back.run(db);
        }
    }
}
