package dev.dbmigrate.processor.writing;

import com.palantir.javapoet.ClassName;
import java.util.Comparator;
import java.util.List;

/** The name of a module's manifest: unique among modules, and the same after most edits. */
public final class ManifestName {

    /** The manifest of a module without migrations. All such modules share it: equal names do no harm to ServiceLoader. */
    public static final ClassName EMPTY = ClassName.get("dev.dbmigrate.generated", "EmptyManifest_");

    private static final String PREFIX = "DbMigrateManifest_";

    private ManifestName() {}

    /**
     * The name after the migration whose class name is the smallest.
     *
     * @param lines the migrations in any order
     * @return the name
     */
    public static ClassName of(List<ManifestLine> lines) {
        return lines.stream()
                .min(Comparator.comparing(ManifestLine::className))
                .map(anchor -> ClassName.get(anchor.type()))
                .map(anchor -> ClassName.get(anchor.packageName(), PREFIX + String.join("_", anchor.simpleNames())))
                .orElse(EMPTY);
    }
}
