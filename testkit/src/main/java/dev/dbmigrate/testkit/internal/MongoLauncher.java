package dev.dbmigrate.testkit.internal;

import dev.dbmigrate.testkit.mongodb.MongoJavaServer;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Starts mongo-java-server in a JVM of its own, so that it can be killed like a real server. */
final class MongoLauncher implements ServerLauncher {

    @Override
    public RunningServer start(ServerHome home, Watchdog watchdog, Consumer<String> progress)
            throws IOException, InterruptedException {
        Files.createDirectories(home.data());
        progress.accept("starting MongoDB's wire protocol (mongo-java-server) …");
        int port = home.port();
        Process process = ServerStart.launch(
                home,
                watchdog,
                List.of(
                        ChildJvm.java(),
                        "-Xmx160m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        ChildJvm.classPath(),
                        MongoJavaServer.class.getName(),
                        home.data().resolve("mongodb.mv").toString(),
                        Integer.toString(port)));
        ServerStart.await(home, process, () -> ServerStart.listens(port));
        return new RunningServer(
                home.kind(),
                "5.0 (mongo-java-server)",
                process,
                Map.of("dbmigrate.mongodb.url", "mongodb://127.0.0.1:" + port, "dbmigrate.mongodb.database", "app"),
                ended -> ended.getOutputStream().close());
    }
}
