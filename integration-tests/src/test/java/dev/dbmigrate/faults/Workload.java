package dev.dbmigrate.faults;

import dev.dbmigrate.model.ManifestEntry;
import dev.dbmigrate.support.TestManifest;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The migrations of a round: every shape on every database, and some over several databases. */
final class Workload {

    /** A migration on one database. */
    record Part(String id, String database, String kind, Shape shape) {

        List<String> keys() {
            return shape.steps().stream().map(step -> id + "/" + step).toList();
        }

        /** Whether only the end of its effects counts, because they may happen twice by right. */
        boolean repeatable() {
            // the embedded server has no transactions: what would be one there is an idempotent step
            return shape.repeatable() || (kind.equals("mongodb") && shape != Shape.STEP && shape != Shape.RAW);
        }
    }

    private final TestManifest manifest = new TestManifest();
    private final List<Part> parts = new ArrayList<>();
    private final Map<String, String> last = new LinkedHashMap<>();
    private int number;

    /**
     * Makes the workload, the same for the same databases.
     *
     * @param databases the databases' kinds by their names
     */
    Workload(Map<String, String> databases) {
        for (int at = 0; at < Shape.values().length; at++) {
            Shape shape = Shape.values()[at];
            databases.forEach((name, kind) -> {
                if (shapes(kind).contains(shape)) {
                    add(shape, Map.of(name, kind));
                }
            });
            if (databases.size() > 1 && (shape == Shape.ATOMIC || shape == Shape.STEP || shape == Shape.IDEMPOTENT)) {
                add(shape, databases);
            }
        }
    }

    private static Set<Shape> shapes(String kind) {
        return kind.equals("mongodb")
                ? EnumSet.of(Shape.STEP, Shape.IDEMPOTENT, Shape.RAW)
                : EnumSet.allOf(Shape.class);
    }

    private void add(Shape shape, Map<String, String> databases) {
        number++;
        String id = String.format(
                "%03d_%s_%s",
                number,
                shape.name().toLowerCase(java.util.Locale.ROOT),
                databases.size() == 1 ? databases.keySet().iterator().next() : "all");
        ManifestEntry.Builder entry = ManifestEntry.of(id, "test.M" + number)
                .description("fault " + id)
                .version("1." + number + ".0")
                .transactional(shape.transactional())
                .checksum("v1:" + id)
                .source("test/" + id + ".java", 7)
                .dependsOn(databases.keySet().stream()
                        .filter(last::containsKey)
                        .map(last::get)
                        .distinct()
                        .toArray(String[]::new));
        databases.forEach((name, kind) -> {
            entry.part(kind, name, true);
            parts.add(new Part(id, name, kind, shape));
            last.put(name, id);
        });
        manifest.add(entry, () -> new FaultMigration(id, shape));
    }

    TestManifest manifest() {
        return manifest;
    }

    List<Part> parts() {
        return parts;
    }

    List<Part> parts(String database) {
        return parts.stream().filter(part -> part.database().equals(database)).toList();
    }

    Part part(String id, String database) {
        return parts.stream()
                .filter(part -> part.id().equals(id) && part.database().equals(database))
                .findFirst()
                .orElseThrow();
    }

    /** The version that every database of the workload ends at. */
    String version(String database) {
        List<Part> own = parts(database);
        return "1." + Integer.parseInt(own.get(own.size() - 1).id().substring(0, 3)) + ".0";
    }
}
