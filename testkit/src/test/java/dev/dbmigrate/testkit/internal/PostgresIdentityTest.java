package dev.dbmigrate.testkit.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.testkit.ServerKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class PostgresIdentityTest {

    @Test
    void rootCanRunPostgresAsNobodyWhereNamespacesAreRefused() throws Exception {
        assumeTrue(
                "root".equals(System.getProperty("user.name")),
                "needs root, who alone may become another user; this build runs as another user");
        // not JUnit's temporary directory, which nobody but its owner may enter
        Path directory = Files.createDirectories(Path.of("target", "as-nobody"));
        ServerHome home = new ServerHome(
                ServerKind.POSTGRES,
                directory.resolve("postgres"),
                SharedServers.directory().resolve("bin"),
                null);
        for (int start = 0; start < 2; start++) {
            RunningServer server =
                    new PostgresLauncher(PostgresIdentity.NOBODY).start(home, Watchdog.ofThisJvm(), line -> {});
            try {
                TargetConfig target = SharedServers.target(ServerKind.POSTGRES, server.parameters());
                DriverManager.getConnection(
                                target.url(),
                                target.user(),
                                Objects.requireNonNull(target.password()).reveal())
                        .close();
            } finally {
                server.stop();
            }
            assertThat(server.process().isAlive()).isFalse();
        }
        Directories.delete(directory);
    }
}
