package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.EmbeddedServers;
import dev.dbmigrate.testkit.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The servers that the tests of all modules share. Thread-safe. */
public final class SharedServers {

    /** Long enough for the pause between two modules, short enough that nothing stays behind. */
    private static final Duration IDLE = Duration.ofSeconds(75);

    private SharedServers() {}

    /**
     * How the server of a kind is reached.
     *
     * @param kind the kind
     * @param directory where embedded servers live
     * @return the parameters by full name
     */
    public static synchronized Map<String, String> parameters(ServerKind kind, Path directory) {
        Map<String, String> given = fromEnvironment(kind);
        if (!given.isEmpty()) {
            return given;
        }
        Optional<Map<String, String>> container = ContainerServers.parameters(kind);
        if (container.isPresent()) {
            return container.get();
        }
        EmbeddedServers servers = EmbeddedServers.startOrReuse(directory, EnumSet.of(kind), IDLE, null, line -> {});
        servers.hold(ProcessHandle.current());
        return servers.parameters();
    }

    /**
     * The target that parameters describe.
     *
     * @param kind the kind
     * @param parameters the parameters by full name
     * @return the target, named after its kind
     */
    public static TargetConfig target(ServerKind kind, Map<String, String> parameters) {
        String prefix = "dbmigrate." + kind.id() + ".";
        String password = parameters.get(prefix + "password");
        String database = parameters.get(prefix + "database");
        return new TargetConfig(
                kind.id(),
                kind.id(),
                parameters.getOrDefault(prefix + "url", ""),
                parameters.get(prefix + "user"),
                password == null ? null : new Secret(password),
                database == null ? Map.of() : Map.of("database", database));
    }

    private static Map<String, String> fromEnvironment(ServerKind kind) {
        Map<String, String> parameters = new HashMap<>();
        String prefix = "DBMIGRATE_TEST_" + kind.id().toUpperCase(Locale.ROOT) + "_";
        if (System.getenv(prefix + "URL") == null) {
            return parameters;
        }
        for (String part : new String[] {"url", "user", "password", "database"}) {
            String value = System.getenv(prefix + part.toUpperCase(Locale.ROOT));
            if (value != null && !value.isEmpty()) {
                parameters.put("dbmigrate." + kind.id() + "." + part, value);
            }
        }
        return parameters;
    }

    /** Under the {@code target} of the outermost project, so that the modules of one build share. */
    public static Path directory() {
        String given = System.getProperty("dbmigrate.test.servers", System.getenv("DBMIGRATE_TEST_SERVERS"));
        if (given != null) {
            return Path.of(given).toAbsolutePath();
        }
        String root = System.getProperty("maven.multiModuleProjectDirectory");
        Path outermost = root == null ? null : Path.of(root);
        if (outermost == null) {
            for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
                if (Files.exists(at.resolve("pom.xml"))) {
                    outermost = at;
                }
            }
        }
        if (outermost == null) {
            return Path.of(
                    System.getProperty("java.io.tmpdir"), "dbmigrate-test-servers-" + System.getProperty("user.name"));
        }
        return outermost.resolve("target").resolve("test-servers").toAbsolutePath();
    }
}
