package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import dev.dbmigrate.testkit.ServerKind;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * Servers in containers, for machines with Docker: one of each kind for this JVM, removed by Testcontainers after it
 * ends. Thread-safe.
 */
final class ContainerServers {

    private static final Map<ServerKind, Map<String, String>> RUNNING = new EnumMap<>(ServerKind.class);

    private ContainerServers() {}

    /** The parameters of a container, or empty where containers are not wanted or Docker does not answer. */
    static synchronized Optional<Map<String, String>> parameters(ServerKind kind) {
        if (!"true".equals(System.getenv("DBMIGRATE_TEST_CONTAINERS"))) {
            return Optional.empty();
        }
        try {
            if (!Containers.dockerAnswers()) {
                return Optional.empty();
            }
            return Optional.of(RUNNING.computeIfAbsent(kind, Containers::start));
        } catch (NoClassDefFoundError e) {
            throw new EmbeddedServerException(
                    "DBMIGRATE_TEST_CONTAINERS=true needs org.testcontainers:testcontainers on the test class path", e);
        }
    }
}
