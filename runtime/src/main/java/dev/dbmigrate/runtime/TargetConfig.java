package dev.dbmigrate.runtime;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How one configured database is reached.
 *
 * @param name the database's name, by which migrations and people refer to it
 * @param kind the kind, for example {@code postgres}
 * @param url the URL in the form that the kind's driver takes; may hold credentials, so never print it: print
 *     {@link #displayUrl()}
 * @param user the user, or null if the URL names it or none is needed
 * @param password the password, or null if the URL holds it or none is needed
 * @param options further parameters of the kind, by the last part of their names ({@code database})
 */
public record TargetConfig(
        String name,
        String kind,
        String url,
        @Nullable String user,
        @Nullable Secret password,
        Map<String, String> options) {

    public TargetConfig {
        options = Map.copyOf(options);
    }

    /** The URL without credentials and without the values of its query part. */
    public String displayUrl() {
        // up to the last @: a password may hold one, or a slash, that nobody encoded
        return url.replaceAll("([?&][^=&]*)=[^&]*", "$1=…").replaceAll("://.*@", "://");
    }

    @Override
    public String toString() {
        return name.equals(kind) ? kind + " at " + displayUrl() : kind + " '" + name + "' at " + displayUrl();
    }
}
