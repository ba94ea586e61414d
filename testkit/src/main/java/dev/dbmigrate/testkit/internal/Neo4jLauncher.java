package dev.dbmigrate.testkit.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts Neo4j in a JVM of its own. */
final class Neo4jLauncher implements ServerLauncher {

    @Override
    public RunningServer start(ServerHome home, Watchdog watchdog, Consumer<String> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(home.data());
        MavenArtifacts.resolve("org.neo4j:neo4j:5.26.30");
        Process process = ServerStart.launch(home, watchdog, List.of(ChildJvm.java()));
        return new RunningServer(home.kind(), "5.26", process, Map.of(), Process::destroy);
    }
}
