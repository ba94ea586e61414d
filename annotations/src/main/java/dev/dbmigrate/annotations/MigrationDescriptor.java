package dev.dbmigrate.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On generated classes only: makes a migration of one module visible to the processor that compiles another. The classes
 * stand in the package {@code dev.dbmigrate.index}, one a migration.
 */
@Retention(RetentionPolicy.CLASS)
@Target(ElementType.TYPE)
public @interface MigrationDescriptor {

    /** The migration's id. */
    String id();

    /** The migration's class, by its binary name. */
    String type();
}
