package dev.dbmigrate.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.support.PostgresQueries;
import dev.dbmigrate.support.SleepingRunner;
import dev.dbmigrate.testkit.TestDatabases;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A process that ends in the middle of a migration: told to, or killed. */
class StoppedProcessTest {

    private TestDatabases databases;
    private TargetConfig postgres;

    @BeforeEach
    void openDatabase() {
        databases = TestDatabases.open();
        postgres = databases.postgres();
    }

    @AfterEach
    void closeDatabase() {
        databases.close();
    }

    private Process start(int leaseSeconds) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        SleepingRunner.class.getName(),
                        postgres.url(),
                        postgres.user(),
                        postgres.password() == null ? "" : postgres.password().reveal(),
                        String.valueOf(leaseSeconds))
                .redirectErrorStream(true)
                .start();
    }

    private static BufferedReader awaitSleep(Process process, PostgresQueries queries) throws Exception {
        BufferedReader output =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        String line;
        do {
            line = output.readLine();
            assertThat(line).as("the process ended before its migration began").isNotNull();
        } while (!line.equals("started 002_sleep"));
        while (queries.strings(
                        "SELECT 1 FROM pg_stat_activity WHERE query LIKE '%pg_sleep(120)%' AND pid <> pg_backend_pid()")
                .isEmpty()) {
            Thread.sleep(20);
        }
        return output;
    }

    private DbMigrate again() {
        return DbMigrate.builder(new Configuration(
                        List.of(postgres), null, Duration.ofSeconds(30), Duration.ofMinutes(2), "second"))
                .manifests(List.of(SleepingRunner.manifest(0)))
                .build();
    }

    @Test
    void aSignalCancelsTheStatementReleasesTheLeaseAndSaysWhatToDo() throws Exception {
        PostgresQueries queries = new PostgresQueries(postgres);
        Process process = start(3600);
        BufferedReader output = awaitSleep(process, queries);

        // SIGTERM by the handle, which leaves the output open; not SIGINT: whoever starts the tests in the background
        // of a shell leaves SIGINT ignored, and a JVM respects that
        process.toHandle().destroy();
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();

        String said = output.lines().collect(Collectors.joining("\n"));
        assertThat(said)
                .contains("stopping: the running statement is cancelled and the lease released")
                .contains("mvn dbmigrate:apply goes on from there");
        assertThat(process.exitValue()).isNotZero();
        assertThat(queries.strings("SELECT owner_id FROM migration_lock")).containsExactly((String) null);
        assertThat(queries.strings("SELECT id::text FROM slept")).isEmpty();
        assertThat(queries.strings("SELECT migration_id FROM migration_history WHERE NOT success"))
                .as("a stop is no failure")
                .isEmpty();
        assertThat(again().apply().parts()).extracting(ExecutedPart::id).containsExactly("002_sleep");
    }

    @Test
    void whoIsKilledIsTakenOverWhenItsLeaseHasExpired() throws Exception {
        PostgresQueries queries = new PostgresQueries(postgres);
        Process process = start(3);
        awaitSleep(process, queries);

        process.destroyForcibly().waitFor();
        RunResult result = again().apply();

        assertThat(result.parts()).extracting(ExecutedPart::id).containsExactly("002_sleep");
        assertThat(queries.strings("SELECT id::text FROM slept")).containsExactly("1");
        assertThat(queries.strings("SELECT count(*)::text FROM pg_stat_activity WHERE query LIKE '%pg_sleep(120)%'"
                        + " AND pid <> pg_backend_pid()"))
                .containsExactly("0");
    }
}
