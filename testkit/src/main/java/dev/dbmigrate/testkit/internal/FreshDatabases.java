package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.EmbeddedServerException;
import dev.dbmigrate.testkit.ServerKind;
import java.nio.file.Path;
import java.util.UUID;

/** Makes databases for tests; one class a kind, so that only the driver that is used must be present. */
public final class FreshDatabases {

    private FreshDatabases() {}

    /**
     * Makes an empty database.
     *
     * @param kind the kind
     * @param server the server with a user who may do that
     * @param name the name in the configuration
     * @param directory where locks between processes are kept
     * @return the database
     * @throws EmbeddedServerException if it cannot be made
     */
    public static FreshDatabase create(ServerKind kind, TargetConfig server, String name, Path directory) {
        try {
            return switch (kind) {
                case POSTGRES -> PostgresDatabases.create(server, name);
                case REDIS -> RedisDatabases.create(server, name);
                case NEO4J -> Neo4jDatabases.create(server, name, directory);
                case MONGODB -> MongoDatabases.create(server, name);
            };
        } catch (EmbeddedServerException e) {
            throw e;
        } catch (Exception e) {
            throw new EmbeddedServerException(
                    "no fresh " + kind.title() + " database could be made at " + server.displayUrl() + ": "
                            + e.getMessage(),
                    e);
        } catch (NoClassDefFoundError e) {
            throw new EmbeddedServerException(
                    "the driver of " + kind.title() + " is not on the class path; add it to the project ("
                            + e.getMessage() + ")",
                    e);
        }
    }

    static String freshName() {
        return "test_" + UUID.randomUUID().toString().replace("-", "").substring(0, 16);
    }
}
