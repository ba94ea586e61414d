package dev.dbmigrate.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which migrations an operation is about.
 *
 * @param migrations ids; empty for all
 * @param to the version or id up to which (apply) or down to which (rollback, itself kept), or null
 * @param only names of databases; empty for all
 */
public record Selection(List<String> migrations, @Nullable String to, List<String> only) {

    /** Everything. */
    public static final Selection ALL = new Selection(List.of(), null, List.of());

    /**
     * These migrations, and for {@code apply} what they depend on.
     *
     * @param ids their ids
     * @return the selection
     */
    public static Selection of(String... ids) {
        return new Selection(List.of(ids), null, List.of());
    }

    /**
     * Up to a version or id for {@code apply}; down to it, itself kept, for {@code rollback}.
     *
     * @param versionOrId the version or id
     * @return the selection
     */
    public static Selection to(String versionOrId) {
        return new Selection(List.of(), versionOrId, List.of());
    }

    /**
     * The same selection on some databases only.
     *
     * @param databases their names
     * @return the selection
     */
    public Selection on(String... databases) {
        return new Selection(migrations, to, List.of(databases));
    }

    public Selection {
        migrations = List.copyOf(migrations);
        only = List.copyOf(only);
    }
}
