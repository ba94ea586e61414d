package dev.dbmigrate.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On generated classes only: makes a migration of one module visible to the processor that compiles another, and carries
 * what only the source text can tell to a later compilation that does not see it. The classes stand in the package
 * {@code dev.dbmigrate.index}, one a migration; in a named module in the migration's own package.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface MigrationDescriptor {

    /** The migration's id. */
    String id();

    /** The migration's class, by its canonical name. */
    String type();

    /** {@code v1:…} over the migration's source, or empty where the source could not be seen. */
    String checksum() default "";

    /** The line of the class in its source file, from 1, or 0 where the source could not be seen. */
    int line() default 0;
}
