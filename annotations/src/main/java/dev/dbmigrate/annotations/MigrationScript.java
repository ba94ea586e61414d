package dev.dbmigrate.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On generated classes only: which script files a migration was made of, for a later compilation that does not write the class
 * again.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface MigrationScript {

    /** The file that is run by {@code up}, from the root of the resources. */
    String up();

    /** The file that is run by {@code down}, or nothing. */
    String down() default "";

    /** The migration's checksum, over its files. */
    String checksum();
}
