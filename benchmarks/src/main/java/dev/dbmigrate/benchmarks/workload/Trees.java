package dev.dbmigrate.benchmarks.workload;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** Directories and what is below them. */
public final class Trees {

    private Trees() {}

    /**
     * Deletes a directory and all below it, if it is there.
     *
     * @param directory the directory
     * @throws IOException if something cannot be deleted
     */
    public static void delete(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return;
        }
        for (Path path : below(directory, Comparator.reverseOrder())) {
            Files.delete(path);
        }
    }

    /**
     * The Java files below a directory, sorted.
     *
     * @param directory the directory
     * @throws IOException if it cannot be read
     */
    public static List<Path> javaFiles(Path directory) throws IOException {
        return below(directory, Comparator.naturalOrder()).stream()
                .filter(path -> path.toString().endsWith(".java"))
                .toList();
    }

    private static List<Path> below(Path directory, Comparator<Path> order) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            return paths.sorted(order).toList();
        }
    }
}
