package dev.dbmigrate.benchmarks.measure;

import dev.dbmigrate.benchmarks.contender.Connections;
import dev.dbmigrate.runtime.TargetConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Starts child JVMs for {@link MemoryProbe}. Their collector and first heap size are fixed: by default both follow the
 * machine's memory, and the figures would tell more of the machine than of the task.
 */
final class ProbeJvm {

    /** Grows with what the task needs. */
    static final List<String> OPTIONS = List.of("-XX:+UseSerialGC", "-Xms16m", "-Xmx2g");

    private ProbeJvm() {}

    static MemoryUse run(List<String> arguments, @Nullable TargetConfig database)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(OPTIONS);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), MemoryProbe.class.getName()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        if (database != null) {
            Map<String, String> environment = builder.environment();
            environment.put(MemoryProbe.URL, database.url());
            environment.put(MemoryProbe.USER, orEmpty(database.user()));
            environment.put(MemoryProbe.PASSWORD, orEmpty(Connections.password(database)));
        }
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("the child JVM ended with " + process.exitValue() + ":\n" + output);
        }
        return MemoryUse.find(output);
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }
}
