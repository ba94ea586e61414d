package dev.dbmigrate.testkit;

import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * {@link EmbeddedServers} as a program, for callers with another class path (the Maven plugin):
 *
 * <pre>
 * start --directory DIR --kinds postgres,redis [--idle SECONDS] [--hold PID] [--neo4j-classpath FILE]
 * release --directory DIR --hold PID
 * stop --directory DIR
 * wipe --directory DIR
 * </pre>
 *
 * Standard output is a properties document: progress as comment lines while it happens, then the parameters. Exit code
 * 0 is success; 1 a failure, told on standard error; 2 a wrong command line.
 */
public final class EmbeddedServersMain {

    private static final int FAILED = 1;
    private static final int USAGE = 2;

    private final PrintStream output;
    private final Map<String, String> options;

    private EmbeddedServersMain(PrintStream output, Map<String, String> options) {
        this.output = output;
        this.options = options;
    }

    /**
     * Runs one command and ends this JVM; the servers stay.
     *
     * @param arguments see the class
     */
    public static void main(String[] arguments) {
        PrintStream output = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        System.exit(run(arguments, output, System.err));
    }

    static int run(String[] arguments, PrintStream output, PrintStream errors) {
        try {
            new EmbeddedServersMain(output, options(arguments)).obey(arguments.length == 0 ? "" : arguments[0]);
            return 0;
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            return USAGE;
        } catch (EmbeddedServerException e) {
            errors.println(e.getMessage());
            return FAILED;
        }
    }

    private static Map<String, String> options(String[] arguments) {
        Map<String, String> options = new HashMap<>();
        for (int at = 1; at < arguments.length; at += 2) {
            if (!arguments[at].startsWith("--") || at + 1 == arguments.length) {
                throw new IllegalArgumentException("expected --option value, not '" + arguments[at] + "'");
            }
            options.put(arguments[at].substring(2), arguments[at + 1]);
        }
        return options;
    }

    private void obey(String command) {
        switch (command) {
            case "start" -> start();
            case "release" -> holder().ifPresent(holder -> EmbeddedServers.release(directory(), holder));
            case "stop" -> output.println("stopped=" + EmbeddedServers.stop(directory()));
            case "wipe" -> EmbeddedServers.wipe(directory());
            default ->
                throw new IllegalArgumentException("expected start, release, stop or wipe, not '" + command + "'");
        }
    }

    private void start() {
        String idle = options.get("idle");
        String neo4jClassPath = options.get("neo4j-classpath");
        EmbeddedServers servers = EmbeddedServers.startOrReuse(
                directory(),
                ServerKind.list(options.getOrDefault("kinds", "")),
                idle == null ? EmbeddedServers.DEFAULT_IDLE : Duration.ofSeconds(Long.parseLong(idle)),
                neo4jClassPath == null ? null : Path.of(neo4jClassPath),
                this::comment);
        holder().ifPresent(servers::hold);
        Properties properties = new Properties();
        properties.putAll(servers.parameters());
        output.print(text(properties));
    }

    private void comment(String line) {
        output.println("# " + line.replace("\n", "\n# "));
    }

    private Path directory() {
        String directory = options.get("directory");
        if (directory == null) {
            throw new IllegalArgumentException("--directory is missing");
        }
        return Path.of(directory);
    }

    private Optional<ProcessHandle> holder() {
        @Nullable String pid = options.get("hold");
        return pid == null ? Optional.empty() : ProcessHandle.of(Long.parseLong(pid));
    }

    private static String text(Properties properties) {
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException e) {
            throw new AssertionError("a string cannot fail to be written", e);
        }
        return text.toString();
    }
}
