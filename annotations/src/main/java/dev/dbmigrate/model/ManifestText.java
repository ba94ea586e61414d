package dev.dbmigrate.model;

import dev.dbmigrate.annotations.Phase;
import java.util.ArrayList;
import java.util.List;

/**
 * The text in which a generated manifest holds its migrations: one string a migration, {@code name=value} fields between
 * bars. A compiler reads thousands of strings several times as fast as thousands of chains of builder calls, and the
 * classes are smaller.
 *
 * <p>In a value {@code %25}, {@code %7c} and {@code %2c} stand for {@code %}, {@code |} and, in lists, {@code ,}. A string
 * that begins with a bar continues the one before: a class file holds no string of more than 65,535 bytes.
 */
public final class ManifestText {

    private ManifestText() {}

    /**
     * Reads the migrations of one array of a generated manifest.
     *
     * @param lines the strings
     * @param entries to which they are added
     * @throws IllegalArgumentException if a string is not of this format
     */
    public static void read(String[] lines, List<ManifestEntry> entries) {
        int at = 0;
        while (at < lines.length) {
            List<String> fields = new ArrayList<>(fields(lines[at]));
            at++;
            while (at < lines.length && lines[at].startsWith("|")) {
                fields.addAll(fields(lines[at].substring(1)));
                at++;
            }
            entries.add(entry(fields));
        }
    }

    private static List<String> fields(String line) {
        return List.of(line.split("\\|", -1));
    }

    private static ManifestEntry entry(List<String> fields) {
        ManifestEntry.Builder entry = ManifestEntry.of(value(fields.get(0), "id"), value(fields.get(1), "class"));
        List<String> replaces = new ArrayList<>();
        List<String> dependsOn = new ArrayList<>();
        List<String> after = new ArrayList<>();
        for (String field : fields.subList(2, fields.size())) {
            int equals = field.indexOf('=');
            String name = equals < 0 ? field : field.substring(0, equals);
            String value = field.substring(equals + 1);
            switch (name) {
                case "description" -> entry.description(text(value));
                case "version" -> entry.version(value);
                case "part" -> {
                    List<String> part = list(value);
                    entry.part(part.get(0), part.get(1), part.contains("reversible"));
                }
                case "dependsOn" -> dependsOn.addAll(list(value));
                case "after" -> after.addAll(list(value));
                case "replaces" -> replaces.addAll(list(value));
                case "checksum" -> entry.checksum(value);
                case "transactional" -> entry.transactional(Boolean.parseBoolean(value));
                case "breaking" -> entry.breaking(Boolean.parseBoolean(value));
                case "phase" -> entry.phase(Phase.valueOf(value));
                case "irreversible" -> entry.irreversible(text(value));
                case "source" -> {
                    int colon = value.lastIndexOf(':');
                    entry.source(text(value.substring(0, colon)), Integer.parseInt(value.substring(colon + 1)));
                }
                default -> throw new IllegalArgumentException("unknown field '" + name + "' in a manifest");
            }
        }
        return entry.dependsOn(dependsOn.toArray(String[]::new))
                .after(after.toArray(String[]::new))
                .replaces(replaces.toArray(String[]::new))
                .build();
    }

    private static String value(String field, String name) {
        if (!field.startsWith(name + "=")) {
            throw new IllegalArgumentException("'" + field + "' in a manifest stands where " + name + "= should");
        }
        return text(field.substring(name.length() + 1));
    }

    private static List<String> list(String value) {
        return List.of(value.split(",", -1)).stream().map(ManifestText::text).toList();
    }

    private static String text(String value) {
        // the percent sign last: what it yields is not to be read again
        return value.indexOf('%') < 0
                ? value
                : value.replace("%2c", ",").replace("%7c", "|").replace("%25", "%");
    }
}
