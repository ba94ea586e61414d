package dev.dbmigrate.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On generated classes only: makes the migrations of one module visible to the processor that compiles another, and
 * carries what only the source text can tell to a later compilation that does not see it. The classes stand in the package
 * {@code dev.dbmigrate.index}, one a manifest; in a named module beside the manifest.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface MigrationIndex {

    /**
     * One string a migration, of four words: its id, the canonical name of its class, its checksum or {@code -}, and the
     * line of its class or {@code 0}.
     */
    String[] value();
}
