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

    public Selection {
        migrations = List.copyOf(migrations);
        only = List.copyOf(only);
    }
}
