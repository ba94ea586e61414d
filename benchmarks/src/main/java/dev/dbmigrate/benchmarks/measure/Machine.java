package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.testkit.ServerKind;
import dev.dbmigrate.testkit.TestDatabases;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import liquibase.util.LiquibaseUtil;
import org.flywaydb.core.internal.license.VersionPrinter;

/** On what the figures were measured. */
public final class Machine {

    private Machine() {}

    /**
     * Describes the machine and the versions as a Markdown list.
     *
     * @throws IOException if the system does not tell
     * @throws SQLException if the server does not tell
     */
    public static String describe() throws IOException, SQLException {
        return """
                - %d cores (%s), %s %s; load average at the start %.1f
                - %s %s
                - PostgreSQL %s; fsync = %s, synchronous_commit = %s, shared_buffers = %s
                - Flyway %s, Liquibase %s, PostgreSQL JDBC %s
                """.formatted(
                        Runtime.getRuntime().availableProcessors(),
                        processor(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage(),
                        System.getProperty("java.vm.name"),
                        System.getProperty("java.vm.version"),
                        setting("server_version"),
                        setting("fsync"),
                        setting("synchronous_commit"),
                        setting("shared_buffers"),
                        VersionPrinter.getVersion(),
                        LiquibaseUtil.getBuildVersion(),
                        org.postgresql.util.DriverInfo.DRIVER_VERSION);
    }

    private static String setting(String name) throws SQLException {
        return Server.single(TestDatabases.server(ServerKind.POSTGRES), "SHOW " + name);
    }

    private static String processor() throws IOException {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.exists(file)) {
            return "unknown processor";
        }
        return Files.readAllLines(file).stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 1).strip())
                .findFirst()
                .orElse("unknown processor");
    }
}
