package dev.dbmigrate.maven;

import java.util.Map;
import org.apache.maven.plugins.annotations.Mojo;
import org.apache.maven.plugins.annotations.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Writes the class of the next migration, with the next id in the project's own style. Its schema version can be given with
 * {@code -Ddbmigrate.version=1.2.0}, on the command line only: in a POM that property is usually the version of dbmigrate.
 */
@Mojo(name = "new", threadSafe = true)
public final class NewMojo extends RuntimeGoal {

    /** What the migration does, in a few words: {@code add_user_preferences}. */
    @Parameter(property = "dbmigrate.name")
    @Nullable
    String name;

    /** {@code postgres}, {@code mongodb}, {@code neo4j}, {@code redis}, several separated by commas, or {@code all}. */
    @Parameter(property = "dbmigrate.kind")
    @Nullable
    String kind;

    /** The package; the default is that of the latest migration of the kind. */
    @Parameter(property = "dbmigrate.package")
    @Nullable
    String packageName;

    /** The sentence for the history; the default is made of the name. */
    @Parameter(property = "dbmigrate.description")
    @Nullable
    String description;

    /** For Maven. */
    public NewMojo() {
        super("new");
    }

    @Override
    void collect(Map<String, String> values) {
        put("dbmigrate.name", name, values);
        put("dbmigrate.kind", kind, values);
        put("dbmigrate.package", packageName, values);
        put("dbmigrate.description", description, values);
    }

    @Override
    boolean usesDatabases() {
        return false;
    }
}
