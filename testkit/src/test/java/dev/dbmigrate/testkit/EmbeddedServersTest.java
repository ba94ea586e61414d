package dev.dbmigrate.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.dbmigrate.testkit.internal.ChildJvm;
import dev.dbmigrate.testkit.internal.Directories;
import dev.dbmigrate.testkit.internal.HostState;
import dev.dbmigrate.testkit.internal.ProcessIdentity;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(180)
class EmbeddedServersTest {

    private static final Duration IDLE = Duration.ofMinutes(2);
    private static final Set<ServerKind> REDIS = EnumSet.of(ServerKind.REDIS);

    @TempDir
    Path directory;

    /** Unpacking PostgreSQL for every test would be most of what they do. */
    @BeforeEach
    void shareBinaries() throws IOException {
        Path shared = Files.createDirectories(TestDatabases.directory().resolve("bin"));
        Files.createSymbolicLink(directory.resolve("bin"), shared);
    }

    @AfterEach
    void stop() {
        EmbeddedServers.stop(directory);
    }

    @Test
    void reusesWhatRunsAndAddsWhatIsMissing() throws Exception {
        List<String> progress = new ArrayList<>();
        EmbeddedServers first = EmbeddedServers.startOrReuse(directory, REDIS, IDLE, null, progress::add);
        assertThat(progress).singleElement().asString().startsWith("starting Redis ");
        ProcessIdentity host = host().host();

        EmbeddedServers second = EmbeddedServers.startOrReuse(
                directory, EnumSet.of(ServerKind.REDIS, ServerKind.MONGODB), IDLE, null, line -> {});

        assertThat(host().host()).isEqualTo(host);
        assertThat(second.parameters())
                .containsAllEntriesOf(first.parameters())
                .containsKeys("dbmigrate.mongodb.url", "dbmigrate.mongodb.database");
    }

    @Test
    void dataSurvivesAStopOfTheHostAndGoesWithAWipe() throws Exception {
        Set<ServerKind> kinds = EnumSet.of(ServerKind.POSTGRES, ServerKind.REDIS, ServerKind.MONGODB);
        Map<String, String> parameters =
                EmbeddedServers.startOrReuse(directory, kinds, IDLE).parameters();
        for (ServerKind kind : kinds) {
            Note.write(kind, parameters, "kept");
        }
        HostState state = host();

        assertThat(EmbeddedServers.stop(directory)).isTrue();
        assertThat(EmbeddedServers.stop(directory)).isFalse();
        assertThat(state.host().isAlive()).isFalse();
        assertThat(state.servers().values()).hasSize(3).noneMatch(ProcessIdentity::isAlive);

        parameters = EmbeddedServers.startOrReuse(directory, kinds, IDLE).parameters();
        for (ServerKind kind : kinds) {
            assertThat(Note.read(kind, parameters)).as(kind.title()).isEqualTo("kept");
        }

        EmbeddedServers.wipe(directory);
        assertThat(directory.resolve("redis")).doesNotExist();
        parameters = EmbeddedServers.startOrReuse(directory, REDIS, IDLE).parameters();
        assertThat(Note.read(ServerKind.REDIS, parameters)).isNull();
    }

    @Test
    void twoProcessesAtOnceGetTheSameServers() throws Exception {
        List<CompletableFuture<Map<String, String>>> both = List.of(
                CompletableFuture.supplyAsync(() -> startInAnotherJvm("60")),
                CompletableFuture.supplyAsync(() -> startInAnotherJvm("60")));
        Map<String, String> first = both.get(0).get();
        assertThat(first)
                .containsKey("dbmigrate.redis.url")
                .isEqualTo(both.get(1).get());
        // both starters have ended, the servers have not
        Note.write(ServerKind.REDIS, first, "here");
        assertThat(Note.read(ServerKind.REDIS, first)).isEqualTo("here");
    }

    @Test
    void serversEndWhenTheirHostIsKilledAndTheNextStartRecovers() throws Exception {
        Set<ServerKind> kinds = EnumSet.allOf(ServerKind.class);
        Map<String, String> parameters =
                EmbeddedServers.startOrReuse(directory, kinds, IDLE).parameters();
        Note.write(ServerKind.POSTGRES, parameters, "kept");
        HostState state = host();
        assertThat(state.servers()).hasSize(4);

        state.host().handle().orElseThrow().destroyForcibly();
        await(() -> state.servers().values().stream().noneMatch(ProcessIdentity::isAlive));

        parameters = EmbeddedServers.startOrReuse(directory, kinds, IDLE).parameters();
        assertThat(Note.read(ServerKind.POSTGRES, parameters)).isEqualTo("kept");
        assertThat(host().host()).isNotEqualTo(state.host());
    }

    @Test
    void theNextStartDoesNotWaitForTheWatchdogOfAKilledHost() throws Exception {
        Map<String, String> parameters = EmbeddedServers.startOrReuse(directory, EnumSet.of(ServerKind.POSTGRES), IDLE)
                .parameters();
        Note.write(ServerKind.POSTGRES, parameters, "kept");
        HostState state = host();

        state.host().handle().orElseThrow().destroyForcibly();
        parameters = EmbeddedServers.startOrReuse(directory, EnumSet.of(ServerKind.POSTGRES), IDLE)
                .parameters();

        assertThat(Note.read(ServerKind.POSTGRES, parameters)).isEqualTo("kept");
        assertThat(state.servers().values()).noneMatch(ProcessIdentity::isAlive);
    }

    @Test
    void aKilledServerIsStartedAgain() throws Exception {
        EmbeddedServers.startOrReuse(directory, REDIS, IDLE);
        ProcessIdentity killed = host().servers().get(ServerKind.REDIS);
        killed.handle().orElseThrow().destroyForcibly();
        await(() -> !killed.isAlive());

        Map<String, String> parameters =
                EmbeddedServers.startOrReuse(directory, REDIS, IDLE).parameters();

        Note.write(ServerKind.REDIS, parameters, "here");
        assertThat(host().servers().get(ServerKind.REDIS)).isNotEqualTo(killed);
    }

    @Test
    void aStaleStateFileNeverHarmsTheProcessThatHasThePidNow() throws Exception {
        Process stranger = new ProcessBuilder("sleep", "120").start();
        ProcessIdentity before = new ProcessIdentity(stranger.pid(), 1000);
        new HostState(before, 1, "token", Map.of(ServerKind.REDIS, before), new TreeMap<>()).write(directory);

        EmbeddedServers.startOrReuse(directory, REDIS, IDLE);

        assertThat(stranger.isAlive()).isTrue();
        assertThat(host().host()).isNotEqualTo(before);
        stranger.destroyForcibly();
    }

    @Test
    void aDamagedStateFileIsReplaced() throws Exception {
        Files.writeString(directory.resolve(HostState.FILE), "host=nonsense\n");
        assertThat(EmbeddedServers.startOrReuse(directory, REDIS, IDLE).parameters())
                .containsKey("dbmigrate.redis.url");
    }

    @Test
    void theHostEndsWhenNobodyUsesIt() throws Exception {
        EmbeddedServers.startOrReuse(directory, REDIS, Duration.ofSeconds(1));
        HostState state = host();
        await(() -> !state.host().isAlive());
        assertThat(state.servers().values()).noneMatch(ProcessIdentity::isAlive);
        assertThat(directory.resolve(HostState.FILE)).doesNotExist();
    }

    @Test
    void theHostEndsWhenItsDirectoryIsDeleted() throws Exception {
        EmbeddedServers.startOrReuse(directory, REDIS, IDLE);
        HostState state = host();
        Directories.delete(directory);
        await(() -> !state.host().isAlive());
        assertThat(state.servers().values()).noneMatch(ProcessIdentity::isAlive);
    }

    @Test
    void theProgramTellsWhatWentWrong() {
        assertThat(run("start", "--directory", directory.toString(), "--kinds", "oracle"))
                .isEqualTo("2 no embedded server of kind 'oracle'; there are postgres, redis, neo4j and mongodb");
        assertThat(run("begin", "--directory", directory.toString()))
                .isEqualTo("2 expected start, release, stop or wipe, not 'begin'");
        assertThat(run("start", "--kinds", "redis")).isEqualTo("2 --directory is missing");
        assertThat(run("stop", "--directory", directory.toString())).isEqualTo("0 stopped=false");
    }

    private static String run(String... arguments) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(text, true, StandardCharsets.UTF_8);
        int exitCode = EmbeddedServersMain.run(arguments, stream, stream);
        return exitCode + " " + text.toString(StandardCharsets.UTF_8).strip();
    }

    private Map<String, String> startInAnotherJvm(String idle) {
        try {
            Process process = new ProcessBuilder(
                            ChildJvm.java(),
                            "-cp",
                            ChildJvm.classPath(),
                            EmbeddedServersMain.class.getName(),
                            "start",
                            "--directory",
                            directory.toString(),
                            "--kinds",
                            "redis",
                            "--idle",
                            idle)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            // reading to the end would hang if the host held on to the starter's output
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).isZero();
            Properties properties = new Properties();
            properties.load(new StringReader(output));
            Map<String, String> parameters = new TreeMap<>();
            properties.stringPropertyNames().forEach(name -> parameters.put(name, properties.getProperty(name)));
            return parameters;
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private HostState host() throws IOException {
        return HostState.read(directory).orElseThrow();
    }

    /** Polls; the test's own time limit ends it. */
    private static void await(BooleanSupplier condition) throws InterruptedException {
        while (!condition.getAsBoolean()) {
            Thread.sleep(50);
        }
    }
}
