package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.Quiet;
import dev.dbmigrate.benchmarks.contender.Library;
import dev.dbmigrate.benchmarks.workload.SourceCompiler;
import dev.dbmigrate.benchmarks.workload.Workload;
import dev.dbmigrate.runtime.Secret;
import dev.dbmigrate.runtime.TargetConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/**
 * What a child JVM runs: one task, once; then it says how much memory it took. The database's address and password come
 * in the environment, where no list of processes shows them.
 */
final class MemoryProbe {

    static final String URL = "BENCHMARK_URL";
    static final String USER = "BENCHMARK_USER";
    static final String PASSWORD = "BENCHMARK_PASSWORD";

    private MemoryProbe() {}

    /**
     * Runs a task.
     *
     * @param arguments {@code apply}, how many migrations, their directory, a {@link Library}; or {@code javac}, how many,
     *     their directory, the processor's jar, whether it runs, and where class files go
     * @throws Exception if the task failed
     */
    public static void main(String[] arguments) throws Exception {
        Quiet.everything();
        Workload workload = new Workload(Integer.parseInt(arguments[1]), Path.of(arguments[2]));
        long startedNanos = System.nanoTime();
        if (arguments[0].equals("apply")) {
            Library.valueOf(arguments[3]).with(workload).apply(database());
        } else {
            new SourceCompiler(Path.of(arguments[3]))
                    .compile(workload.sources(), Path.of(arguments[5]), Boolean.parseBoolean(arguments[4]));
        }
        long nanos = System.nanoTime() - startedNanos;
        System.out.println(new MemoryUse(peakResidentKibibytes(), peakHeapBytes(), nanos).toLine());
    }

    private static TargetConfig database() {
        return new TargetConfig(
                "postgres",
                "postgres",
                System.getenv(URL),
                System.getenv(USER),
                new Secret(System.getenv(PASSWORD)),
                Map.of());
    }

    private static long peakHeapBytes() {
        return ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(usage -> usage.getUsed())
                .sum();
    }

    private static long peakResidentKibibytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmHWM:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/self/status has no VmHWM: this measurement needs Linux"));
    }
}
