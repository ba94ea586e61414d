package dev.dbmigrate.processor.script;

import dev.dbmigrate.processor.source.SourceReader;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.annotation.processing.Filer;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;
import javax.lang.model.element.PackageElement;
import javax.tools.StandardLocation;
import org.jspecify.annotations.Nullable;

/**
 * Finds the module's resources: the folder that {@code -Adbmigrate.scripts} names, else the one beside a source root ({@code
 * src/main/java} → {@code src/main/resources}), else, for a compiler that shows no source, the one above the class output. The
 * class output itself is not asked: build tools leave files in it that are gone.
 */
final class ResourceFolders {

    private static final int LEVELS = 5;

    private final Set<Path> roots = new LinkedHashSet<>();

    ResourceFolders(ProcessingEnvironment environment, Iterable<? extends Element> compiled) {
        String option = environment.getOptions().get(Scripts.OPTION);
        if (option != null && !option.isBlank()) {
            roots.add(Path.of(option.strip()).toAbsolutePath().normalize());
            return;
        }
        SourceReader source = SourceReader.of(environment);
        Set<Path> sourceRoots = new LinkedHashSet<>();
        for (Element element : compiled) {
            Path file = source.file(element);
            Path root = file == null ? null : rootOf(file, packageOf(element, environment));
            if (root != null && sourceRoots.add(root) && root.getParent() != null) {
                roots.add(root.resolveSibling("resources"));
            }
        }
        aboveOutput(environment.getFiler());
    }

    private static String packageOf(Element element, ProcessingEnvironment environment) {
        PackageElement in = environment.getElementUtils().getPackageOf(element);
        return in == null ? "" : in.getQualifiedName().toString();
    }

    private static @Nullable Path rootOf(Path file, String packageName) {
        Path folder = file.getParent();
        if (folder == null || packageName.isEmpty()) {
            return folder;
        }
        Path inside = folder.getFileSystem().getPath(packageName.replace('.', '/'));
        Path root = folder;
        for (int i = 0; folder.endsWith(inside) && i < inside.getNameCount() && root != null; i++) {
            root = root.getParent();
        }
        return folder.endsWith(inside) ? root : null;
    }

    private void aboveOutput(Filer filer) {
        Path output = output(filer);
        boolean tests = output != null && String.valueOf(output.getFileName()).contains("test");
        Path at = output;
        for (int i = 0; i < LEVELS && at != null; i++) {
            Path sources = at.resolve("src").resolve(tests ? "test" : "main").resolve("resources");
            if (Files.isDirectory(sources)) {
                roots.add(sources);
            }
            at = at.getParent();
        }
    }

    private static @Nullable Path output(Filer filer) {
        try {
            // the Eclipse compiler gives no file that is not there; one that is never opened is never written
            URI probe = filer.createResource(StandardLocation.CLASS_OUTPUT, "", "META-INF/dbmigrate-scripts")
                    .toUri();
            Path folder = Path.of(probe).getParent();
            return folder == null ? null : folder.getParent();
        } catch (IOException | IllegalArgumentException | FileSystemNotFoundException noFolder) {
            // a compiler that keeps its output in memory has nothing above it
            return null;
        }
    }

    /** The folder with this name, if there is one. */
    Optional<Path> find(String folder) {
        return roots.stream()
                .map(root -> resolve(root, folder))
                .flatMap(Optional::stream)
                .filter(Files::isDirectory)
                .findFirst();
    }

    private static Optional<Path> resolve(Path root, String folder) {
        try {
            return Optional.of(root.resolve(folder));
        } catch (InvalidPathException notAName) {
            return Optional.empty();
        }
    }

    /** Where it was looked for, for people: from the last folder called {@code src}, which is the same on every machine. */
    String searched() {
        return roots.stream().findFirst().map(ResourceFolders::shown).orElse("src/main/resources");
    }

    private static String shown(Path root) {
        int from = 0;
        for (int i = 0; i < root.getNameCount(); i++) {
            from = root.getName(i).toString().equals("src") ? i : from;
        }
        return root.subpath(from, root.getNameCount()).toString().replace('\\', '/');
    }

    /** All folders below the roots, for «did you mean». */
    List<String> folders() throws IOException {
        List<String> found = new ArrayList<>();
        for (Path root : roots) {
            if (Files.isDirectory(root)) {
                try (Stream<Path> paths = Files.walk(root, LEVELS)) {
                    paths.filter(path -> Files.isDirectory(path) && !path.equals(root))
                            .forEach(path ->
                                    found.add(root.relativize(path).toString().replace('\\', '/')));
                }
            }
        }
        return found;
    }
}
