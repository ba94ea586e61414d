package dev.dbmigrate.faults;

import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.neo4j.driver.AuthTokens;
import org.neo4j.driver.Config;
import org.neo4j.driver.Driver;
import org.neo4j.driver.GraphDatabase;
import org.neo4j.driver.Logging;
import org.neo4j.driver.Record;
import org.neo4j.driver.Session;

/** Neo4j in a lane. */
final class Neo4jStore extends FaultStore {

    /** Bolt's COMMIT: one chunk of two bytes, a structure without fields, signature 0x12. */
    private static final byte[] COMMIT = {0, 2, (byte) 0xB0, 0x12, 0, 0};

    private static final Logger DRIVER = Logger.getLogger("org.neo4j.driver");

    Neo4jStore(Path directory) throws IOException {
        super(ServerKind.NEO4J, directory);
        // the testkit's own drivers tell of their opening and closing
        DRIVER.setLevel(Level.WARNING);
    }

    private static List<Record> run(TargetConfig target, String cypher, Map<String, Object> parameters) {
        Secret password = target.password();
        try (Driver driver = GraphDatabase.driver(
                        target.url(),
                        AuthTokens.basic(target.user(), password == null ? "" : password.reveal()),
                        Config.builder().withLogging(Logging.none()).build());
                Session session = driver.session()) {
            return session.run(cypher, parameters).list();
        }
    }

    @Override
    void prepare(TargetConfig target, Workload workload) {
        run(target, "CREATE CONSTRAINT effect_key FOR (e:Effect) REQUIRE e.key IS UNIQUE", Map.of());
    }

    @Override
    Map<String, Effect> effects(TargetConfig target) {
        Map<String, Effect> effects = new LinkedHashMap<>();
        for (Record row :
                run(target, "MATCH (e:Effect) RETURN e.key AS key, e.ups AS ups, e.downs AS downs", Map.of())) {
            effects.put(
                    row.get("key").asString(),
                    new Effect(row.get("ups").asInt(0), row.get("downs").asInt(0)));
        }
        return effects;
    }

    @Override
    void byHand(TargetConfig target, String key, boolean up) {
        run(target, up ? Neo4jBody.UP : Neo4jBody.DOWN, Map.of("key", key));
    }

    @Override
    Predicate<byte[]> commits() {
        return message -> contains(message, COMMIT);
    }

    @Override
    List<String> leftovers(TargetConfig target, Workload workload) {
        List<String> indexes =
                run(target, "SHOW INDEXES YIELD name, state WHERE state = 'ONLINE' RETURN name", Map.of()).stream()
                        .map(row -> row.get("name").asString())
                        .toList();
        List<String> wrong = new ArrayList<>();
        workload.parts(target.name()).stream()
                .filter(part -> part.shape() == Shape.BUILD && !indexes.contains("i_" + part.id()))
                .forEach(part -> wrong.add("the index i_" + part.id() + " is missing"));
        return wrong;
    }
}
