package dev.dbmigrate.maven;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How a database is reached, as {@code <postgres>} and its like in the plugin's configuration say it. */
public class DatabaseSettings {

    private @Nullable String url;
    private @Nullable String user;
    private @Nullable String password;
    private @Nullable String serverId;
    private @Nullable String database;
    private @Nullable String apiKey;

    /** The URL in the form that the kind's driver takes. */
    public void setUrl(String value) {
        url = value;
    }

    /** The user. */
    public void setUser(String value) {
        user = value;
    }

    /** The password; better in {@code settings.xml}, see {@link #setServerId}. */
    public void setPassword(String value) {
        password = value;
    }

    /** The id of a server in {@code settings.xml} that holds user and password. */
    public void setServerId(String value) {
        serverId = value;
    }

    /** The name of the database on its server, where the URL does not hold it. */
    public void setDatabase(String value) {
        database = value;
    }

    /** The key for a server that takes keys in the place of passwords. */
    public void setApiKey(String value) {
        apiKey = value;
    }

    /** Adds what was set to the parameters. */
    void collect(String prefix, Map<String, String> parameters) {
        put(prefix + ".url", url, parameters);
        put(prefix + ".user", user, parameters);
        put(prefix + ".password", password, parameters);
        put(prefix + ".serverId", serverId, parameters);
        put(prefix + ".database", database, parameters);
        put(prefix + ".apiKey", apiKey, parameters);
    }

    static void put(String name, @Nullable String value, Map<String, String> parameters) {
        if (value != null) {
            parameters.put(name, value);
        }
    }
}
