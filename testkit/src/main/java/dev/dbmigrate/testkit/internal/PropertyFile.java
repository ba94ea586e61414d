package dev.dbmigrate.testkit.internal;

import java.io.IOException;
import java.io.Reader;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

/** Small files of keys and values, replaced as a whole so that a reader never sees half of one. Thread-safe. */
public final class PropertyFile {

    private PropertyFile() {}

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its values; empty if it does not exist
     * @throws IOException if it cannot be read
     */
    public static Map<String, String> read(Path file) throws IOException {
        Map<String, String> values = new TreeMap<>();
        if (!Files.exists(file)) {
            return values;
        }
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file)) {
            properties.load(reader);
        }
        properties.stringPropertyNames().forEach(key -> values.put(key, properties.getProperty(key)));
        return values;
    }

    /**
     * Replaces a file; only its owner may read it, as it may hold a password.
     *
     * @param file the file
     * @param values what it shall hold
     * @throws IOException if it cannot be written
     */
    public static void write(Path file, Map<String, String> values) throws IOException {
        Properties properties = new Properties();
        properties.putAll(values);
        StringWriter text = new StringWriter();
        properties.store(text, null);
        writeSecret(file, text.toString());
    }

    /**
     * Replaces a file by one that only its owner may read.
     *
     * @param file the file
     * @param text what it shall hold
     * @throws IOException if it cannot be written
     */
    static void writeSecret(Path file, String text) throws IOException {
        Path parent = file.toAbsolutePath().getParent();
        Files.createDirectories(parent);
        // a temporary file is made readable by its owner alone
        Path temporary = Files.createTempFile(parent, file.getFileName().toString(), ".new");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
