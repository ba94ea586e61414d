package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.EmbeddedServerException;
import dev.dbmigrate.testkit.neo4j.Neo4jServer;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Starts Neo4j in a JVM of its own, as its class path (Netty, log4j, Scala) agrees with nobody else's. */
final class Neo4jLauncher implements ServerLauncher {

    static final String VERSION = "5.26.30";
    private static final String COORDINATES = "org.neo4j:neo4j:" + VERSION;

    @Override
    public RunningServer start(ServerHome home, Watchdog watchdog, Consumer<String> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(home.data());
        String classPath = classPath(home, progress);
        progress.accept("starting Neo4j " + VERSION + " …");
        int port = home.port();
        Path configuration = home.directory().resolve("neo4j.conf");
        Files.writeString(configuration, configuration(port));
        Path ready = home.directory().resolve("ready");
        Files.deleteIfExists(ready);
        Process process = ServerStart.launch(
                home,
                watchdog,
                List.of(
                        ChildJvm.java(),
                        "-Xmx256m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--add-opens=java.base/java.nio=ALL-UNNAMED",
                        "--add-opens=java.base/java.io=ALL-UNNAMED",
                        "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                        "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
                        "-cp",
                        classPath,
                        Neo4jServer.class.getName(),
                        home.data().toString(),
                        configuration.toString(),
                        ready.toString(),
                        home.directory().resolve("password.set").toString()));
        process.getOutputStream().write((home.password() + "\n").getBytes(StandardCharsets.UTF_8));
        process.getOutputStream().flush();
        ServerStart.await(home, process, () -> Files.exists(ready));
        return new RunningServer(
                home.kind(),
                VERSION,
                process,
                Map.of(
                        "dbmigrate.neo4j.url",
                        "bolt://127.0.0.1:" + port,
                        "dbmigrate.neo4j.user",
                        "neo4j",
                        "dbmigrate.neo4j.password",
                        home.password()),
                ended -> ended.getOutputStream().close());
    }

    private static String configuration(int port) {
        return """
                dbms.security.auth_enabled=true
                dbms.usage_report.enabled=false
                server.bolt.enabled=true
                server.bolt.listen_address=127.0.0.1:%d
                server.bolt.advertised_address=127.0.0.1:%d
                server.memory.pagecache.size=32M
                db.tx_log.preallocate=false
                db.shutdown_transaction_end_timeout=1s
                internal.db.transaction.shutdown_terminated_transaction_wait_timeout=1s
                internal.dbms.bolt.netty_server_shutdown_quiet_period=0
                internal.dbms.bolt.netty_server_shutdown_timeout=1s
                internal.server.bolt.thread_pool_shutdown_wait_time=1s
                internal.server.bolt.connection_shutdown_wait_time=1s
                """.formatted(port, port);
    }

    private static String classPath(ServerHome home, Consumer<String> progress) throws IOException {
        String neo4j;
        if (home.neo4jClassPath() != null) {
            neo4j = Files.readString(home.neo4jClassPath()).strip();
        } else {
            neo4j = resolved(home, progress);
        }
        return neo4j + File.pathSeparator + ownClasses();
    }

    /** What was resolved before is kept in a file, as collecting 213 jars takes two seconds even when they are there. */
    private static String resolved(ServerHome home, Consumer<String> progress) throws IOException {
        Path remembered = home.binaries().resolve("neo4j-" + VERSION + ".classpath");
        if (Files.exists(remembered)) {
            String classPath = Files.readString(remembered);
            if (List.of(classPath.split(File.pathSeparator)).stream().allMatch(jar -> Files.exists(Path.of(jar)))) {
                return classPath;
            }
        }
        progress.accept("resolving " + COORDINATES + " (213 jars, 128 MB if none is there yet) …");
        String classPath = MavenArtifacts.resolve(COORDINATES, progress).stream()
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));
        PropertyFile.writeSecret(remembered, classPath);
        return classPath;
    }

    private static Path ownClasses() {
        try {
            return Path.of(Neo4jServer.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
        } catch (URISyntaxException e) {
            throw new EmbeddedServerException("the testkit's own jar cannot be found", e);
        }
    }
}
