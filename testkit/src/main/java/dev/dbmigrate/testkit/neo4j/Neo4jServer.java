package dev.dbmigrate.testkit.neo4j;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Main class of the child process: serves until its standard input ends. Neo4j is called by reflection, five calls in
 * all: to compile against it, every build would download 128 MB.
 */
public final class Neo4jServer {

    private static final String BUILDER = "org.neo4j.dbms.api.DatabaseManagementServiceBuilder";
    private static final String SERVICE = "org.neo4j.dbms.api.DatabaseManagementService";
    private static final String DATABASE = "org.neo4j.graphdb.GraphDatabaseService";

    private Neo4jServer() {}

    /**
     * Runs the server; the first line of standard input is the password of the user {@code neo4j}.
     *
     * @param arguments the data directory, the configuration file, the file that says when the server is ready, and the
     *     file that says that the password has been set
     * @throws ReflectiveOperationException if Neo4j's classes are missing or fail
     * @throws IOException if standard input or a file fails
     */
    public static void main(String[] arguments) throws ReflectiveOperationException, IOException {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String password = input.readLine();
        Path ready = Path.of(arguments[2]);
        Path passwordSet = Path.of(arguments[3]);
        Object service = start(Path.of(arguments[0]), Path.of(arguments[1]));
        if (!Files.exists(passwordSet)) {
            setPassword(service, password);
            Files.createFile(passwordSet);
        }
        Files.createFile(ready);
        while (input.read() >= 0) {
            // nothing more is ever sent: only the end counts
        }
        Class.forName(SERVICE).getMethod("shutdown").invoke(service);
        // threads of the driver's connections may still be waiting
        System.exit(0);
    }

    private static Object start(Path data, Path configuration) throws ReflectiveOperationException {
        Class<?> type = Class.forName(BUILDER);
        Object builder = type.getConstructor(Path.class).newInstance(data);
        type.getMethod("loadPropertiesFromFile", Path.class).invoke(builder, configuration);
        return type.getMethod("build").invoke(builder);
    }

    private static void setPassword(Object service, String password) throws ReflectiveOperationException {
        Object system =
                Class.forName(SERVICE).getMethod("database", String.class).invoke(service, "system");
        // the password is made of hexadecimal digits: nothing in it needs quoting
        Class.forName(DATABASE)
                .getMethod("executeTransactionally", String.class)
                .invoke(system, "ALTER USER neo4j SET PASSWORD '" + password + "' CHANGE NOT REQUIRED");
    }
}
