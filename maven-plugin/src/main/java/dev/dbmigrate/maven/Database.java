package dev.dbmigrate.maven;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A further database of a kind, as {@code <databases><database>} in the plugin's configuration says it. */
public final class Database extends DatabaseSettings {

    private @Nullable String name;
    private @Nullable String kind;

    /** The name by which migrations refer to it: {@code @Migration(database = "orders")}. */
    public void setName(String value) {
        name = value;
    }

    /** The kind: {@code postgres}, {@code mongodb}, {@code neo4j}, {@code redis}. */
    public void setKind(String value) {
        kind = value;
    }

    /** Adds what was set to the parameters. A database without a name has the name of its kind. */
    void collect(Map<String, String> parameters) {
        String prefix = "dbmigrate.databases." + (name != null ? name : kind != null ? kind : "unnamed");
        put(prefix + ".kind", kind, parameters);
        collect(prefix, parameters);
    }
}
