package dev.dbmigrate.runtime.check;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * What is to be compiled, and how.
 *
 * @param sourceRoots folders of Java sources
 * @param classPath what the sources are compiled against
 * @param processorPath where annotation processors are found
 * @param options options of the compiler
 * @param encoding the sources' encoding
 * @param repository the folder against which files are named: that of the git repository
 * @param directory the project's folder
 * @param version the version of dbmigrate, for reports
 */
public record CheckRequest(
        List<Path> sourceRoots,
        List<Path> classPath,
        List<Path> processorPath,
        List<String> options,
        Charset encoding,
        Path repository,
        Path directory,
        String version) {

    public CheckRequest {
        sourceRoots = List.copyOf(sourceRoots);
        classPath = List.copyOf(classPath);
        processorPath = List.copyOf(processorPath);
        options = List.copyOf(options);
    }

    /**
     * Reads a request from types of the JDK only.
     *
     * @param values {@code sourceRoots}, {@code classPath}, {@code processorPath}, {@code options} ({@code List<String>}),
     *     {@code encoding}, {@code repository}, {@code directory}, {@code version} (lists of one text)
     * @return the request
     */
    public static CheckRequest of(Map<String, List<String>> values) {
        return new CheckRequest(
                paths(values, "sourceRoots"),
                paths(values, "classPath"),
                paths(values, "processorPath"),
                values.getOrDefault("options", List.of()),
                Charset.forName(one(values, "encoding")),
                Path.of(one(values, "repository")),
                Path.of(one(values, "directory")),
                one(values, "version"));
    }

    private static List<Path> paths(Map<String, List<String>> values, String name) {
        return values.getOrDefault(name, List.of()).stream().map(Path::of).toList();
    }

    private static String one(Map<String, List<String>> values, String name) {
        List<String> value = values.getOrDefault(name, List.of());
        if (value.size() != 1) {
            throw new IllegalArgumentException("check." + name + " is missing");
        }
        return value.get(0);
    }
}
