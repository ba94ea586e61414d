package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import dev.dbmigrate.testkit.ServerKind;
import java.io.IOException;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Container;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.utility.DockerImageName;

/** Starts containers; apart from {@link ContainerServers} so that Testcontainers may be absent. */
final class Containers {

    private static final String PASSWORD = "dbmigrate";
    private static final String START_REPLICA_SET = "try { rs.status() } catch (e) { rs.initiate() };"
            + " while (!db.hello().isWritablePrimary) { sleep(100) }";

    private Containers() {}

    static boolean dockerAnswers() {
        return DockerClientFactory.instance().isDockerAvailable();
    }

    static Map<String, String> start(ServerKind kind) {
        return switch (kind) {
            case POSTGRES -> {
                String address = address(
                        run("postgres:17", 5432)
                                .withEnv("POSTGRES_USER", PASSWORD)
                                .withEnv("POSTGRES_PASSWORD", PASSWORD)
                                // the first start is that of the image's own set-up
                                .waitingFor(Wait.forLogMessage(".*ready to accept connections.*", 2)),
                        5432);
                yield Map.of(
                        "dbmigrate.postgres.url", "jdbc:postgresql://" + address + "/postgres",
                        "dbmigrate.postgres.user", PASSWORD,
                        "dbmigrate.postgres.password", PASSWORD);
            }
            case REDIS ->
                Map.of(
                        "dbmigrate.redis.url",
                        "redis://"
                                + address(run("redis:7", 6379).withCommand("redis-server", "--databases", "1024"), 6379)
                                + "/0");
            case NEO4J -> {
                String address = address(
                        run("neo4j:5.26-community", 7687)
                                .withEnv("NEO4J_AUTH", "neo4j/" + PASSWORD)
                                .waitingFor(Wait.forLogMessage(".*Started\\..*", 1)),
                        7687);
                yield Map.of(
                        "dbmigrate.neo4j.url",
                        "bolt://" + address,
                        "dbmigrate.neo4j.user",
                        "neo4j",
                        "dbmigrate.neo4j.password",
                        PASSWORD);
            }
            case MONGODB -> mongodb();
        };
    }

    /** A replica set of one, as transactions need one. */
    private static Map<String, String> mongodb() {
        GenericContainer<?> container = run("mongo:7", 27017).withCommand("--replSet", "rs0", "--bind_ip_all");
        String address = address(container, 27017);
        try {
            Container.ExecResult result = container.execInContainer("mongosh", "--quiet", "--eval", START_REPLICA_SET);
            if (result.getExitCode() != 0) {
                throw new EmbeddedServerException("MongoDB's replica set did not start: " + result.getStdout());
            }
        } catch (IOException e) {
            throw new EmbeddedServerException("MongoDB's replica set did not start: " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new EmbeddedServerException("interrupted while MongoDB's replica set started", e);
        }
        return Map.of(
                "dbmigrate.mongodb.url",
                "mongodb://" + address + "/?directConnection=true",
                "dbmigrate.mongodb.database",
                "app");
    }

    private static GenericContainer<?> run(String image, int port) {
        return new GenericContainer<>(DockerImageName.parse(image)).withExposedPorts(port);
    }

    private static String address(GenericContainer<?> container, int port) {
        container.start();
        return container.getHost() + ":" + container.getMappedPort(port);
    }
}
