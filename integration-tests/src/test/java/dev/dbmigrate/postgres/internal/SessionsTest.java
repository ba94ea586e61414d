package dev.dbmigrate.postgres.internal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.dbmigrate.runtime.TargetConfig;
import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.testkit.TestDatabases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** The sessions of others are ended for certain, and only those. */
class SessionsTest {

    private static final String NAME = "dbmigrate-0badcafe-1";

    private TestDatabases databases;
    private PostgresQueries queries;
    private Connection own;
    private Connection other;

    @BeforeEach
    void open() throws SQLException {
        databases = TestDatabases.open();
        TargetConfig config = databases.postgres();
        queries = new PostgresQueries(config);
        own = queries.connect();
        other = queries.connect();
        other.setClientInfo("ApplicationName", NAME);
    }

    @AfterEach
    void close() throws SQLException {
        own.close();
        other.close();
        databases.close();
    }

    private int pid() throws SQLException {
        return other.unwrap(PGConnection.class).getBackendPID();
    }

    private boolean isAlive(int pid) throws SQLException {
        return !queries.strings("SELECT pid::text FROM pg_stat_activity WHERE pid = " + pid)
                .isEmpty();
    }

    @Test
    void aSessionIsEnded() throws SQLException {
        int pid = pid();

        Sessions.end(own, pid, NAME);
        Sessions.end(own, pid, NAME);

        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void aSessionThatHasGotTheProcessIdOfAnotherIsLeftAlone() throws SQLException {
        Sessions.end(own, pid(), "dbmigrate-0badcafe-2");

        assertThat(isAlive(pid())).isTrue();
    }

    @Test
    void aSessionOfTheSameOrALaterTokenIsLeftAlone() throws SQLException {
        Sessions.endOlder(own, "0badcafe", 1);
        assertThat(isAlive(pid())).isTrue();
        int pid = pid();
        Sessions.endOlder(own, "0badcafe", 2);
        assertThat(isAlive(pid)).isFalse();
    }

    @Test
    void aSessionThatDoesNotEndIsAnError() throws Exception {
        int pid = pid();
        assumeTrue(
                isPostgresHere(pid), "the server's processes are not on this machine, so none of them can be stopped");
        signal("STOP", pid);
        try {
            assertThatThrownBy(() -> Sessions.end(own, pid, NAME))
                    .hasMessageContaining("pid " + pid + " of an earlier runner did not end");
        } finally {
            signal("CONT", pid);
        }
    }

    private static boolean isPostgresHere(int pid) throws IOException {
        Path name = Path.of("/proc", Integer.toString(pid), "comm");
        return Files.exists(name) && Files.readString(name).strip().equals("postgres");
    }

    private static void signal(String name, int pid) throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-" + name, Integer.toString(pid)).start();
        assertThat(kill.waitFor(1, TimeUnit.MINUTES)).isTrue();
        assertThat(kill.exitValue()).isZero();
    }
}
