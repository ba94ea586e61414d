package dev.dbmigrate.processor.writing;

import dev.dbmigrate.model.Manifest;
import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.model.ManifestText;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.annotation.processing.Generated;

/** How a manifest names the migrations' classes, and what it must name otherwise because of them. */
final class ManifestNames {

    /** What the manifest itself calls by its simple name. */
    private static final Set<String> OWN = Stream.of(
                    Manifest.class,
                    ManifestEntry.class,
                    ManifestText.class,
                    Generated.class,
                    List.class,
                    ArrayList.class,
                    Objects.class,
                    Object.class,
                    String.class,
                    Override.class,
                    SuppressWarnings.class,
                    IndexOutOfBoundsException.class)
            .map(Class::getSimpleName)
            .collect(Collectors.toUnmodifiableSet());

    private static final Pattern PART = Pattern.compile("Part\\d+");

    private final String prefix;
    private final Set<String> clashes = new TreeSet<>();

    /**
     * @param packageName the manifest's package
     * @param lines its migrations
     */
    ManifestNames(String packageName, List<ManifestLine> lines) {
        prefix = packageName + ".";
        for (ManifestLine line : lines) {
            String simple = simple(line);
            if (!simple.isEmpty() && OWN.contains(outermost(simple))) {
                clashes.add(outermost(simple));
            }
        }
    }

    /** Names that the manifest must not use for what it imports. */
    String[] clashes() {
        return clashes.toArray(String[]::new);
    }

    /** The name by which {@code new} finds a migration's class: short in its own package, if that cannot be misread. */
    String of(ManifestLine line) {
        String simple = simple(line);
        String outermost = outermost(simple);
        boolean misread = simple.isEmpty()
                || clashes.contains(outermost)
                || (outermost.startsWith("Part") && PART.matcher(outermost).matches());
        return misread ? line.canonicalName() : simple;
    }

    /** The name without the manifest's package, or empty for a class of another one. */
    private String simple(ManifestLine line) {
        // a binary name has its dots in the package only
        String binary = line.className();
        boolean here = binary.startsWith(prefix) && binary.indexOf('.', prefix.length()) < 0;
        return here ? line.canonicalName().substring(prefix.length()) : "";
    }

    private static String outermost(String simple) {
        int dot = simple.indexOf('.');
        return dot < 0 ? simple : simple.substring(0, dot);
    }
}
